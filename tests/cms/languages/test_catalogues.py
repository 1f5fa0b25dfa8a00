"""UI texts: every one translated, in each of the seven languages, and what keeps it so."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.translation import gettext, ngettext, override

from cms.languages import catalogues
from cms.languages.table import CODES, LANGUAGES, Language, by_code

ROOT = Path(settings.BASE_DIR)
MESSAGES = catalogues.extract(ROOT)
OWN = {
    "ja": "旅程に入れる",
    "en": "Add to my trip",
    "zh-hans": "加入我的行程",
    "zh-hant": "加入我的行程",
    "ko": "내 여정에 담기",
    "fr": "Ajouter à mon parcours",
    "ja-x-easy": "行くところに 入れる",
}


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    catalogues.compile_catalogues(ROOT)


@pytest.mark.parametrize("code", CODES)
def test_each_language_says_one_text_of_ours_in_its_own_words(code: str) -> None:
    with override(code):
        assert gettext("Add to my trip") == OWN[code]


def test_plurals_follow_the_language() -> None:
    with override("fr"):
        assert ngettext("In %(count)d day", "In %(count)d days", 1) % {"count": 1} == "Dans 1 jour"
        assert ngettext("In %(count)d day", "In %(count)d days", 3) % {"count": 3} == "Dans 3 jours"
    with override("ja"):
        assert ngettext("In %(count)d day", "In %(count)d days", 3) % {"count": 3} == "あと3日"


@pytest.mark.parametrize("found", catalogues.drift(ROOT), ids=lambda found: found.catalogue)
def test_no_catalogue_differs_from_the_code(found: catalogues.Drift) -> None:
    assert (found.missing, found.obsolete, found.broken) == ([], [], [])


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_translations_are_their_own_and_not_the_english_again(language: Language) -> None:
    if language.code == "en":
        return
    entries = catalogues.read(catalogues.catalogue_path(ROOT, language))
    sentences = [entry for entry in entries if len(entry.msgid.split()) > 3 and not entry.msgid_plural]
    assert sentences
    assert [entry.msgid for entry in sentences if entry.msgstr == entry.msgid] == []


def test_easy_japanese_is_easier_than_japanese() -> None:
    """Fewer kanji in a text than the ordinary Japanese has, on the whole."""
    seen = visitor_texts()
    counts = {}
    for code in ("ja", "ja-x-easy"):
        entries = catalogues.read(catalogues.catalogue_path(ROOT, by_code(code)))
        said = "".join(entry.msgstr for entry in entries if (entry.msgid, entry.msgctxt) in seen)
        counts[code] = sum("一" <= character <= "鿿" for character in said)
    assert counts["ja-x-easy"] < counts["ja"] * 0.85


def visitor_texts() -> set[tuple[str, str | None]]:
    return {(m.english, m.context) for m in MESSAGES if not m.for_staff}


def test_there_is_no_package_under_locale() -> None:
    assert list((ROOT / "locale").rglob("__init__.py")) == []


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small tree that says three texts."""
    (tmp_path / "cms/frontend/templates").mkdir(parents=True)
    (tmp_path / "cms/frontend/templates/page.html").write_text(
        '{% load i18n %}\n    <p>\n  {% translate "Open" %}</p>\n{% blocktranslate count n=n %}{{ n }} place{% plural %}{{ n }} places'
        "{% endblocktranslate %}",
        "utf-8",
    )
    (tmp_path / "cms/frontend/words.py").write_text(
        "from django.utils.translation import gettext as _\n_('Open')\npgettext('month', 'May')\nf'{x}'\n_('')\n",
        "utf-8",
    )
    (tmp_path / "cms/users").mkdir()
    (tmp_path / "cms/users/apps.py").write_text('gettext_lazy("For %(name)s")\n', "utf-8")
    return tmp_path


def test_texts_are_found_in_python_and_in_templates(site: Path) -> None:
    found = {(message.english, message.plural, message.context): message for message in catalogues.extract(site)}
    assert set(found) == {
        ("Open", "", None),
        ("%(n)s place", "%(n)s places", None),
        ("May", "", "month"),
        ("For %(name)s", "", None),
    }
    assert found["Open", "", None].files == ("cms/frontend/templates/page.html", "cms/frontend/words.py")
    assert [message.english for message in found.values() if message.for_staff] == ["For %(name)s"]


def test_drift_names_what_each_language_lacks(site: Path) -> None:
    catalogues.update(site)
    by_catalogue = {found.catalogue: found for found in catalogues.drift(site)}
    assert by_catalogue["en"].is_clean
    assert by_catalogue["ja"].missing == ["%(n)s place", "For %(name)s", "May", "Open"]
    assert by_catalogue["fr"].missing == ["%(n)s place", "May", "Open"]


def test_an_update_keeps_translations_and_drops_what_no_code_says(site: Path) -> None:
    catalogues.update(site)
    path = catalogues.catalogue_path(site, by_code("ja"))
    translate(path, "Open", "開いている")
    (site / "cms/users/apps.py").write_text("", "utf-8")
    assert "For %(name)s" in next(f for f in catalogues.drift(site) if f.catalogue == "ja").obsolete
    catalogues.update(site)
    assert {entry.msgid: entry.msgstr for entry in catalogues.read(path)}["Open"] == "開いている"
    assert "For %(name)s" not in {entry.msgid for entry in catalogues.read(path)}


def test_a_translation_that_loses_a_slot_is_reported(site: Path) -> None:
    catalogues.update(site)
    translate(catalogues.catalogue_path(site, by_code("ja")), "For %(name)s", "あて先")
    assert next(f for f in catalogues.drift(site) if f.catalogue == "ja").broken == ["For %(name)s"]


def test_only_changed_catalogues_are_compiled(site: Path) -> None:
    catalogues.update(site)
    assert len(catalogues.compile_catalogues(site)) == len(LANGUAGES)
    assert catalogues.compile_catalogues(site) == ()
    assert len(catalogues.compile_catalogues(site, force=True)) == len(LANGUAGES)


def test_the_check_fails_with_the_texts_it_misses(
    site: Path, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BASE_DIR = site  # type: ignore[attr-defined]
    call_command("update_catalogues", verbosity=0)
    with pytest.raises(CommandError, match="fr"):
        call_command("check_catalogues")
    assert "fr: no translation: Open" in capsys.readouterr().err


def translate(path: Path, english: str, text: str) -> None:
    catalogue = polib.pofile(str(path))
    entry = catalogue.find(english)
    assert entry is not None
    entry.msgstr = text
    catalogue.save(str(path))


def test_words_lent_to_wagtail_are_words_that_it_says_with_the_same_slots() -> None:
    said = {}
    for package in ("wagtail", "wagtail_localize"):
        folder = Path(str(files(package)))
        for path in folder.rglob("locale/en/LC_MESSAGES/django.po"):
            said |= {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path))}
    lent = catalogues.read(catalogues.borrowed_path(ROOT, by_code("ja")))
    assert len(lent) > 300
    assert [entry.msgid for entry in lent if (entry.msgctxt, entry.msgid) not in said] == []
    for entry in lent:
        texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        slots = catalogues.slots(said[entry.msgctxt, entry.msgid].msgid_plural or entry.msgid)
        assert [text for text in texts if not text or catalogues.slots(text) != slots] == []


def test_admin_says_what_wagtail_has_no_japanese_for() -> None:
    with override("ja"):
        assert gettext("Search all pages…") == "すべてのページから検索…"
        assert gettext("Dummy translator") == "見本の機械翻訳"
