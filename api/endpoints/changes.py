"""What changed since a client last asked."""

from __future__ import annotations

from api.answers import ORIGIN, Answer, as_bytes
from api.endpoint import Endpoint
from api.parameters import CATALOGUE, KINDS, Asked, parameters
from cms.publishing.selectors import Change, changes

PLURALS = {"place": "places", "item": "items", "event": "events", "tour": "tours", "story": "stories"}


class Changes(Endpoint):
    """Each thing that changed after number `since`, once, in its latest state, in the order of the changes.

    Ask again with `since` = `until`, at once while `more` is true. A thing with `deleted` is to be forgotten; of the
    others the document stands at `/api/v1/{kinds}/{id}`. Numbers belong to things, not to languages: a change of one
    language shows in all.
    """

    parameters = parameters("kind", "since", limit=CATALOGUE["limit"].with_default(100))
    operation = "changes"
    schema_name = "changes"

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return one page of changes; beyond the end it is empty and `until` is `since`."""
        since, limit = asked["since"], asked["limit"]
        found = changes(since, limit + 1, lang=asked.lang, kinds=(asked["kind"],) if asked["kind"] else KINDS)
        shown = found[:limit]
        body = {
            "since": since,
            "until": shown[-1].sequence if shown else since,
            "more": len(found) > limit,
            "results": [entry(change, asked.lang) for change in shown],
        }
        return Answer(as_bytes(body), asked.lang, max_age=0)


def entry(change: Change, lang: str) -> dict[str, object]:
    """Return one change; `url` is the page, which answers 410 for a thing that is deleted."""
    return {
        "kind": change.kind,
        "id": str(change.uuid),
        "lang": change.lang,
        "sequence": change.sequence,
        "deleted": change.deleted,
        "url": f"{ORIGIN.decode()}/{lang}/{PLURALS[change.kind]}/{change.slug}/",
    }
