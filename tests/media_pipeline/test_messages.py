"""What the pipeline says has Japanese, all of it: found in the source, known again by its code, with its values."""

from __future__ import annotations

import re

import pytest

from media_pipeline import messages
from media_pipeline.errors import RULES, BadInput
from tests.media_pipeline import said

JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
LATIN_SENTENCE = re.compile(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+")


def lacking(found: list[said.Said], *sections: str) -> list[str]:
    """Return what no code knows."""
    return [f"{one.where}: {one.text}" for one in found if messages.recognised(one.text, *sections) is None]


def test_every_rule_that_a_bad_input_is_raised_with_has_a_code_and_japanese() -> None:
    found = said.rules()
    assert len(found) > 110
    assert lacking(found, *RULES) == []
    for one in found:
        japanese = messages.translated(one.text, "ja", *RULES)
        assert JAPANESE.search(japanese) and not LATIN_SENTENCE.search(japanese), japanese


def test_every_refusal_of_an_upload_has_japanese() -> None:
    found = [one for one in said.raised("UploadError") if not one.text.startswith("go on at byte")]
    assert len(found) >= 7
    assert lacking(found, "uploads") == []


def test_every_note_of_a_stage_has_japanese() -> None:
    found = said.notes()
    assert {"welded", "frame 7 of 7", "drawing 7"} <= {one.text for one in found}
    assert lacking(found, "notes") == []


def test_no_text_of_the_catalogue_is_said_by_nothing() -> None:
    """A rule that was reworded in the source leaves its old text behind."""
    used = {m.code for one in said.rules() if (m := messages.recognised(one.text, *RULES))}
    known = {template.code for template in messages.templates() if template.code.partition(".")[0] in RULES}
    same = {"ply.vertex", "obj.names", "gltf.vertex"}  # told apart by their values alone
    assert known - used - same == set()


@pytest.mark.parametrize("template", messages.templates(), ids=lambda template: template.code)
def test_both_languages_have_the_same_slots(template: messages.Template) -> None:
    english, japanese = (set(messages.SLOT.findall(template.texts[language])) for language in ("en", "ja"))
    assert japanese <= english
    assert JAPANESE.search(template.texts["ja"])


def test_bad_input_has_a_code_and_values_and_the_same_english() -> None:
    error = BadInput("bowl.obj", "line 2", "names vertex 3, the file holds 1")
    assert str(error) == "bowl.obj: line 2: names vertex 3, the file holds 1"
    assert (error.code, error.values) == ("ply.vertex", {"index": "3", "count": "1"})
    assert BadInput("a.obj", "", "something new").code == ""


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        (
            "bowl.obj: line 2: names vertex 3, the file holds 1",
            "bowl.obj：2行目：頂点3を参照していますが、ファイルには1個しかありません",
        ),
        (
            "石垣.zip: wall.obj: the entry is encrypted",
            "石垣.zip：wall.obj：暗号化されています。パスワードのないzipにしてください",
        ),
        ("tenshu: 2.glb: the JSON chunk is missing", "tenshu：2.glb：JSONの部分がありません"),
        ("wall.obj: there are more than 10000 materials", "wall.obj：材質が10000個を超えています"),
        ("wall.obj: something new", "wall.obj: something new"),
    ],
)
def test_line_of_a_bad_input_in_japanese(english: str, japanese: str) -> None:
    assert messages.sentence(english, "ja", sections=RULES) == japanese
    assert messages.sentence(english, "en", sections=RULES) == english


def test_fault_of_a_stage_names_it_in_japanese() -> None:
    text = "StageFault: levels: asked for 60000 of 90000 triangles, reached 71000"
    assert messages.translated(text, "ja", "faults") == "90000面から60000面にしようとしましたが、71000面になりました"
    assert (
        messages.translated("StageFault: bake took longer than it may", "ja") == "「色の転写」に時間がかかりすぎました"
    )
