"""Writing what visitors read: the outbox, its draining, retracting."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import F

from cms import clock
from cms.publishing.building import WINDOW_DAYS, Projected, digest_of, standing
from cms.publishing.models import (
    Counter,
    DocumentDependency,
    Outbox,
    PublishedDocument,
    PublishedTag,
    PublishedThing,
    PublishedWindow,
)
from cms.publishing.projections import Written, projections
from cms.records.models import Record

LEASE = timedelta(seconds=60)
MAX_BACKOFF = timedelta(minutes=10)
SOON = timedelta(seconds=1)
TRIES = 3


class Moved(Exception):
    """A thing changed, or is being changed, while it was made; what was made of it is not written."""


def enqueue(*uuids: UUID, reason: str, not_before: datetime | None = None) -> None:
    """Ask for things to be made anew. Call it inside the transaction that changed them."""
    now = clock.now()
    Outbox.objects.bulk_create(
        [
            Outbox(uuid=uuid, reason=reason[:60], created=now, not_before=not_before or now)
            for uuid in dict.fromkeys(uuids)
        ]
    )


def enqueue_dependants(*on: str, reason: str = "") -> None:
    """Ask anew for every thing whose documents were made from one of `on`."""
    uuids = DocumentDependency.objects.filter(on__in=on).values_list("thing", flat=True).distinct()
    enqueue(*uuids, reason=reason or f"depends on {on[0]}" if on else reason)


def next_sequence() -> int:
    """Return the next number of change. The row stays locked until the transaction ends, so numbers commit in order."""
    if not Counter.objects.filter(name="sequence").update(value=F("value") + 1):
        Counter.objects.get_or_create(name="sequence")
        Counter.objects.filter(name="sequence").update(value=F("value") + 1)
    return Counter.objects.values_list("value", flat=True).get(name="sequence")


def in_turn(name: str = "sequence") -> None:
    """Wait until nobody else writes what readers see, until the transaction ends.

    Whoever writes locks the counter first and a thing's row under it, so that no two wait for each other. SQLite's
    transactions have one writer anyway (ADR 0005).
    """
    if connection.features.has_select_for_update:
        Counter.objects.select_for_update().get_or_create(name=name)


def retract(uuid: UUID) -> None:
    """Take a thing from every reader now: documents gone, tombstone numbered, in the caller's transaction."""
    if not PublishedThing.objects.filter(uuid=uuid, withdrawn_at=None).exists():
        return
    with transaction.atomic():
        in_turn()
        thing = PublishedThing.objects.select_for_update().filter(uuid=uuid, withdrawn_at=None).first()
        if thing is None:
            return
        PublishedDocument.objects.filter(thing=thing).delete()
        PublishedTag.objects.filter(thing=thing).delete()
        PublishedWindow.objects.filter(thing=thing).delete()
        DocumentDependency.objects.filter(thing=uuid).delete()
        for projection in projections():
            projection.remove(uuid)
        thing.withdrawn_at = thing.changed = clock.now()
        thing.sequence = next_sequence()
        thing.windows = None
        thing.save()
        enqueue_dependants(f"record:{uuid}", reason="related withdrawn")


def announce(uuid: UUID) -> None:
    """Give a thing that visitors see from now on a number of its own, and have those made anew that name it."""
    with transaction.atomic():
        in_turn()
        thing = PublishedThing.objects.select_for_update().filter(uuid=uuid, withdrawn_at=None).first()
        if thing is not None:
            thing.sequence, thing.changed = next_sequence(), clock.now()
            thing.save(update_fields=["sequence", "changed"])
            enqueue_dependants(f"record:{uuid}", reason="related begun")


def write(projected: Projected, *, mend: bool = False) -> bool:
    """Write a thing's rows; return whether any byte that visitors read has changed. Unchanged bytes keep their sequence.

    With `mend` the bytes that stand are read instead of believed to be what their digest says, and what other rooms
    keep of them (search) is written again.
    """
    with transaction.atomic():
        in_turn()
        now = clock.now()
        before = _digests(projected.uuid, read=mend)
        moved = {d.lang for d in projected.documents if before.get(d.lang) != d.digest}
        thing = PublishedThing.objects.select_for_update().filter(uuid=projected.uuid).first()
        fresh = members(projected)
        changed = bool(moved) or thing is None or any(getattr(thing, k) != v for k, v in fresh.items())
        if thing is None:
            thing = PublishedThing(uuid=projected.uuid)
        for name, value in fresh.items():
            setattr(thing, name, value)
        if changed:
            thing.sequence = next_sequence()
            thing.changed = now
        _set_windows(thing, projected)
        thing.save()
        _write_tags(thing, projected.facts.tags)
        _write_windows(thing, projected)
        rows = _rows(projected, moved, now)
        if rows:
            PublishedDocument.objects.filter(thing=thing, lang__in=moved).delete()
            PublishedDocument.objects.bulk_create(rows)
        _write_dependencies(projected)
        if changed or mend:
            written = Written(thing, {d.lang: (d.summary, d.full) for d in projected.documents})
            for projection in projections():
                projection.write(written)
        if changed:
            enqueue_dependants(f"record:{projected.uuid}", reason="related changed")
        return changed


def _digests(uuid: UUID, *, read: bool) -> dict[str, str]:
    rows = PublishedDocument.objects.filter(thing_id=uuid)
    if read:
        return {row.lang: digest_of(row) for row in rows}
    return dict(rows.values_list("lang", "digest"))


def members(projected: Projected) -> dict[str, Any]:
    """Return the columns of a thing that all its languages share."""
    facts = projected.facts
    return {
        "kind": projected.kind,
        "category": facts.category,
        "slug": projected.slug,
        "rank": projected.rank,
        "lat": facts.lat,
        "lon": facts.lon,
        "seasons": f",{','.join(facts.seasons)}," if facts.seasons else "",
        "starts": facts.starts,
        "ends": facts.ends,
        "visible_from": facts.visible_from,
        "visible_until": facts.visible_until,
        "withdrawn_at": None,
    }


def _set_windows(thing: PublishedThing, projected: Projected) -> None:
    thing.windows = None if projected.windows is None else [list(window) for window in projected.windows]
    thing.windows_until = clock.now() + timedelta(days=WINDOW_DAYS)


def _write_tags(thing: PublishedThing, tags: Iterable[str]) -> None:
    held = set(PublishedTag.objects.filter(thing=thing).values_list("tag", flat=True))
    wanted = set(tags)
    PublishedTag.objects.filter(thing=thing, tag__in=held - wanted).delete()
    PublishedTag.objects.bulk_create([PublishedTag(thing=thing, tag=tag) for tag in sorted(wanted - held)])


def _write_windows(thing: PublishedThing, projected: Projected) -> None:
    wanted = [
        (datetime.fromtimestamp(start, tz=UTC), datetime.fromtimestamp(end, tz=UTC))
        for start, end, _ in projected.windows or []
    ]
    held = list(PublishedWindow.objects.filter(thing=thing).order_by("start").values_list("start", "end"))
    if held != wanted:
        PublishedWindow.objects.filter(thing=thing).delete()
        PublishedWindow.objects.bulk_create(
            [PublishedWindow(thing=thing, start=start, end=end) for start, end in wanted]
        )


def _write_dependencies(projected: Projected) -> None:
    held = set(DocumentDependency.objects.filter(thing=projected.uuid).values_list("on", flat=True))
    DocumentDependency.objects.filter(thing=projected.uuid, on__in=held - projected.depends_on).delete()
    DocumentDependency.objects.bulk_create(
        [DocumentDependency(thing=projected.uuid, on=on) for on in sorted(projected.depends_on - held)]
    )


def _rows(projected: Projected, moved: set[str], now: datetime) -> list[PublishedDocument]:
    updated = now.astimezone(clock.TOKYO).isoformat(timespec="seconds")
    return [
        PublishedDocument(
            thing_id=projected.uuid,
            lang=document.lang,
            lang_given=document.lang_given,
            status=document.status,
            own=document.own,
            etag=hashlib.sha256(f"{document.digest}{updated}".encode()).hexdigest()[:20],
            digest=document.digest,
            updated=now,
            summary=orjson.dumps(document.summary | {"updated": updated}),
            full=orjson.dumps(document.full | {"updated": updated}),
        )
        for document in projected.documents
        if document.lang in moved
    ]


def publish_now(uuid: UUID, *, mend: bool = False) -> bool:
    """Make one thing anew (see `write`), or retract it when it is no longer public; return whether readers see a change.

    It is made outside of the transaction that writes it. What another worker wrote or an editor withdrew meanwhile is
    made again from what then holds; raises Moved when an editor has not finished with it.
    """
    for _ in range(TRIES):
        seen = _number(uuid)
        projected = standing(uuid)
        with transaction.atomic():
            if projected is None:
                retract(uuid)
                return True
            in_turn()
            if _number(uuid) == seen and _is_free(uuid):
                return write(projected, mend=mend)
    raise Moved(f"{uuid} is being changed")


def _number(uuid: UUID) -> int | None:
    return PublishedThing.objects.filter(uuid=uuid).values_list("sequence", flat=True).first()


def _is_free(uuid: UUID) -> bool:
    """Lock the record of a live thing; return whether that went without waiting.

    Who withdraws marks the record before retracting: either this sees it, or the retraction comes after.
    """
    rows = Record.objects.select_for_update(skip_locked=True, no_key=True).filter(uuid=uuid, live=True)
    return rows.values_list("pk").first() is not None


def lease(now: datetime) -> tuple[UUID, list[int]] | None:
    """Take the thing that waits longest, with all its wishes, for `LEASE`; None when nothing is due.

    A thing that another worker has is left to it, with wishes that came later. Workers take one after another: a thing
    is several rows, of which two workers that skip each other's locks would each find one.
    """
    with transaction.atomic():
        in_turn("lease")
        due = (
            Outbox.objects.filter(not_before__lte=now)
            .exclude(uuid__in=Outbox.objects.filter(lease_until__gt=now).values("uuid"))
            .order_by("not_before", "id")
            .first()
        )
        if due is None:
            return None
        ids = list(Outbox.objects.filter(uuid=due.uuid).values_list("id", flat=True))
        Outbox.objects.filter(id__in=ids).update(lease_until=now + LEASE)
        return due.uuid, ids


def drain(limit: int = 1000) -> int:
    """Work off the outbox; return how many things were made. A thing that fails waits longer each time and keeps its error."""
    done = 0
    while done < limit and (taken := lease(clock.now())) is not None:
        uuid, ids = taken
        try:
            publish_now(uuid)
        except Moved:
            Outbox.objects.filter(id__in=ids).update(not_before=clock.now() + SOON, lease_until=None)
        except Exception as error:  # noqa: BLE001 - one broken thing must not stop the others; it is kept and shown
            _postpone(ids, error)
        else:
            Outbox.objects.filter(id__in=ids).delete()
        done += 1
    return done


def _postpone(ids: list[int], error: Exception) -> None:
    now = clock.now()
    attempts = max(Outbox.objects.filter(id__in=ids).values_list("attempts", flat=True), default=0) + 1
    wait = min(timedelta(seconds=2**attempts), MAX_BACKOFF)
    Outbox.objects.filter(id__in=ids).update(
        attempts=attempts, not_before=now + wait, lease_until=None, error=f"{type(error).__name__}: {error}"[:2000]
    )


def pending() -> int:
    """Return how many things wait in the outbox."""
    return Outbox.objects.values("uuid").distinct().count()
