"""An index from its first build through changes, late writes, withdrawals, loss and drift."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import orjson
import pytest
from django.core.management import CommandError, call_command

from cms.publishing.models import Counter, PublishedThing
from cms.publishing.services import retract
from cms.search.elasticsearch import building, indexes
from cms.search.elasticsearch.building import build, serving, sweep
from cms.search.elasticsearch.bulk import send
from cms.search.elasticsearch.client import Unavailable, client
from cms.search.elasticsearch.degrading import forget
from cms.search.elasticsearch.documents import indexed
from cms.search.elasticsearch.following import follow
from cms.search.elasticsearch.schema import alias, door, index_name
from cms.search.elasticsearch.tending import forget as forget_rest
from cms.search.elasticsearch.tending import tend
from cms.search.elasticsearch.verifying import verify
from cms.search.models import SearchBuild
from cms.search.selectors import search
from cms.settings.search import SearchCluster
from tests.cms.search.contract import town
from tests.processes import wait_until

pytestmark = pytest.mark.django_db
NAMES = {"ja": "津山城", "en": "Tsuyama Castle"}


def slugs(q: str, lang: str = "ja") -> list[str]:
    page = search(lang, q)
    assert page.engine == "elasticsearch"
    return [orjson.loads(row.summary)["slug"] for row in page.rows]


def brought(cluster: SearchCluster, build: SearchBuild) -> int:
    """Bring what changed and let searches see it."""
    things = follow(cluster, build)
    indexes.refresh(cluster, build.stamp)
    forget()
    return things


def test_an_index_is_built_from_the_documents_and_answers(cluster: SearchCluster, built: SearchBuild) -> None:
    assert slugs("津山城") == ["castle"]
    assert slugs("tsuyama", "en") == ["castle"]
    assert built.documents == 14


def test_changes_are_brought_in_order_and_only_once(cluster: SearchCluster, built: SearchBuild) -> None:
    town.publish(town.told("castle", names={"ja": "鶴山公園"}), town.told("yagura", names={"ja": "備中櫓"}))
    assert brought(cluster, built) == 2
    assert (slugs("鶴山公園"), slugs("津山城"), slugs("備中櫓")) == (["castle"], [], ["yagura"])
    assert follow(cluster, built) == 0
    assert serving().applied == Counter.objects.get(name="sequence").value


def test_a_late_write_never_covers_a_newer_one(cluster: SearchCluster, built: SearchBuild) -> None:
    castle = PublishedThing.objects.get(slug="castle")
    late = list(indexed([castle.uuid]))
    town.publish(town.told("castle", names={"ja": "鶴山公園"}))
    brought(cluster, built)
    assert send(cluster, built.stamp, late).newer == 7
    indexes.refresh(cluster, built.stamp)
    assert slugs("鶴山公園") == ["castle"]


def test_a_withdrawn_thing_is_gone_and_no_late_write_brings_it_back(cluster: SearchCluster, built: SearchBuild) -> None:
    castle = PublishedThing.objects.get(slug="castle")
    late = list(indexed([castle.uuid]))
    retract(castle.uuid)
    assert slugs("津山城") == []  # before the cluster knows: what is shown comes from the database
    brought(cluster, built)
    assert send(cluster, built.stamp, late).newer == 7
    indexes.refresh(cluster, built.stamp)
    assert indexes.documents(cluster, built.stamp)["place"] == 7
    town.publish(town.told("castle", names=NAMES))
    brought(cluster, built)
    assert slugs("津山城") == ["castle"]


def test_a_page_is_filled_up_where_things_are_gone_meanwhile(cluster: SearchCluster, built: SearchBuild) -> None:
    town.publish(*(town.told(f"castle-{number}", names=NAMES) for number in range(6)))
    brought(cluster, built)
    for slug in ("castle", "castle-0", "castle-1"):
        retract(PublishedThing.objects.get(slug=slug).uuid)
    page = search("ja", "津山城", limit=2)
    assert [orjson.loads(row.summary)["slug"] for row in page.rows] == ["castle-2", "castle-3"]
    page = search("ja", "津山城", limit=2, cursor=page.next_cursor)
    assert [orjson.loads(row.summary)["slug"] for row in page.rows] == ["castle-4", "castle-5"]


def test_a_second_build_takes_over_in_one_step_and_the_first_goes_later(
    cluster: SearchCluster, built: SearchBuild
) -> None:
    second = build(cluster)
    assert second is not None
    held = client(cluster).indices.get_alias(name=alias(cluster, "place"))
    assert list(held) == [index_name(cluster, "place", second.stamp)]
    assert sweep(cluster) == 0  # searches that began on the first one end on it
    assert sweep(cluster, now=True) == 1
    assert not client(cluster).indices.exists(index=index_name(cluster, "place", built.stamp))
    assert slugs("津山城") == ["castle"]


def test_an_interrupted_build_goes_on_behind_the_last_thing_copied(
    cluster: SearchCluster, built: SearchBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "BATCH", 1)
    assert build(cluster, stop=lambda: True) is None
    half = SearchBuild.objects.get(state="building")
    copied, asked = half.copied, []
    real = building.indexed
    monkeypatch.setattr(building, "indexed", lambda uuids, **how: asked.extend(map(str, uuids)) or real(uuids, **how))
    town.publish(town.told("castle", names={"ja": "鶴山公園"}))  # whether it was copied or not
    ended = build(cluster)
    assert ended is not None and ended.pk == half.pk
    assert copied and copied not in asked and len(asked) == 1
    assert slugs("鶴山公園") == ["castle"]


def test_two_builds_at_once_are_refused(cluster: SearchCluster, built: SearchBuild) -> None:
    building._begin(cluster)
    with pytest.raises(CommandError, match="another process"):
        call_command("search", "build")


def test_drift_is_found_and_mended(cluster: SearchCluster, built: SearchBuild) -> None:
    castle = PublishedThing.objects.get(slug="castle")
    connected = client(cluster, patient=True)
    index = index_name(cluster, "place", built.stamp)
    gone = {"version": castle.sequence, "version_type": "external_gte"}
    connected.delete(index=index, id=f"{castle.uuid}:ja", **gone)
    garden = PublishedThing.objects.get(slug="garden")
    spoilt = [replace(row, members=row.members | {"name": "x"}, digest="y") for row in indexed([garden.uuid])][:2]
    stray = [replace(row, uuid=town.HERE) for row in indexed([garden.uuid])][:1]
    send(cluster, built.stamp, [*spoilt, *stray])
    found = verify(cluster, built)
    assert (found.wrong, found.surplus, found.mended) == (3, 1, 0)
    assert verify(cluster, built, repair=True).mended == 4
    found = verify(cluster, built)
    assert (found.documents, found.wrong, found.surplus) == (14, 0, 0)


def test_what_is_newer_than_a_restored_database_is_said_and_built_anew(
    cluster: SearchCluster, built: SearchBuild
) -> None:
    SearchBuild.objects.filter(pk=built.pk).update(applied=10_000)
    forget()
    forget_rest()
    assert search("ja", "津山城").engine != "elasticsearch"
    tend(cluster)
    assert serving().pk != built.pk
    forget()
    assert slugs("津山城") == ["castle"]


def test_a_worker_builds_when_there_is_nothing_and_again_when_the_cluster_lost_it(
    cluster: SearchCluster, db: None
) -> None:
    town.publish(town.told("castle", names=NAMES))
    forget_rest()
    tend(cluster)
    forget()
    assert slugs("津山城") == ["castle"]
    first = serving()
    indexes.remove(cluster, first.stamp)
    assert search("ja", "津山城").engine != "elasticsearch"
    forget_rest()
    tend(cluster)
    assert serving().pk != first.pk
    forget()
    assert slugs("津山城") == ["castle"]


def test_a_bulk_into_a_removed_index_fails_and_makes_none(cluster: SearchCluster, built: SearchBuild) -> None:
    indexes.remove(cluster, built.stamp)
    town.publish(town.told("yagura", names={"ja": "備中櫓"}))
    applied = built.applied
    with pytest.raises(Unavailable):
        follow(cluster, built)
    assert SearchBuild.objects.get(pk=built.pk).applied == applied
    assert not client(cluster).indices.exists(index=door(cluster, "place", built.stamp))


@pytest.mark.parametrize(
    "block", ["index.blocks.read_only", "index.blocks.read_only_allow_delete", "index.blocks.write"]
)
def test_an_index_that_takes_no_writes_lags_and_catches_up(
    cluster: SearchCluster, built: SearchBuild, settings: object, block: str
) -> None:
    connected = client(cluster, patient=True)
    index = index_name(cluster, "place", built.stamp)
    connected.indices.put_settings(index=index, settings={block: True})
    town.publish(town.told("yagura", names={"ja": "備中櫓"}))
    forget_rest()
    tend(cluster)
    assert "block" in serving().error
    settings.SEARCH_CLUSTER = replace(cluster, lag=0.0)  # type: ignore[attr-defined]
    forget()
    page = search("ja", "備中櫓")
    assert (page.engine != "elasticsearch", len(page.rows)) == (True, 1)
    connected.indices.put_settings(index=index, settings={block: None})
    forget_rest()
    tend(cluster)
    indexes.refresh(cluster, built.stamp)
    forget()
    assert slugs("備中櫓") == ["yagura"]
    assert serving().error == ""


def test_a_mapping_that_somebody_changed_refuses_and_says_which_document(
    cluster: SearchCluster, built: SearchBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = indexed

    def with_more(uuids: list[object], **how: bool) -> list[object]:
        return [replace(row, members=row.members | {"surprise": 1}) for row in real(uuids, **how)]  # type: ignore[arg-type]

    town.publish(town.told("yagura", names={"ja": "備中櫓"}))
    with monkeypatch.context() as patch:
        patch.setattr("cms.search.elasticsearch.following.indexed", with_more)
        with pytest.raises(Unavailable, match=r"was refused: 400 .*strict"):
            follow(cluster, built)
    assert brought(cluster, built) == 1
    assert slugs("備中櫓") == ["yagura"]


def test_an_index_of_several_segments_becomes_one(cluster: SearchCluster, built: SearchBuild) -> None:
    for name in ("鶴山公園", "衆楽園"):
        town.publish(town.told("castle", names={"ja": name}))
        brought(cluster, built)
    asking = client(cluster, patient=True)
    name = index_name(cluster, "place", built.stamp)

    def segments() -> int:
        return len([row for row in asking.cat.segments(index=name, format="json") if row["searchable"] == "true"])

    assert segments() > 1
    indexes.merge(cluster, built.stamp)
    wait_until(lambda: segments() == 1, seconds=60)
    assert "castle" in slugs("衆楽園")


def test_a_build_answers_though_it_cannot_be_merged_or_is_too_large_for_it(
    cluster: SearchCluster, built: SearchBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(cluster: SearchCluster, stamp: str) -> None:
        raise Unavailable("429: too busy")

    said: list[str] = []
    monkeypatch.setattr(indexes, "merge", busy)
    second = build(cluster, say=said.append)
    assert serving() == second != built
    assert "429: too busy" in said[-1]
    monkeypatch.setattr(building, "MOST_MERGED", 13)
    build(cluster, say=said.append)
    assert "answers with 14 documents" in said[-1]


def test_the_command_says_how_it_stands(cluster: SearchCluster, built: SearchBuild) -> None:
    said = StringIO()
    call_command("search", "status", stdout=said)
    assert "8." in said.getvalue() and said.getvalue().endswith("well\n")
    call_command("search", "verify", "--repair", stdout=said)
    assert "14 documents, 0 differ, 0 too many, 0 mended" in said.getvalue()
    client(cluster, patient=True).delete(index=index_name(cluster, "place", built.stamp), id=next(iter(_keys())))
    with pytest.raises(SystemExit):
        call_command("search", "verify", stdout=said, stderr=said)


def _keys() -> list[str]:
    return [f"{thing.uuid}:en" for thing in PublishedThing.objects.all()]
