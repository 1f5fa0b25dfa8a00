"""The tests that the library brings for every backend, run on ours: `python -m django test tests.cms.adminsearch.library`.

They need an app of the library's own and no Wagtail beside it, hence settings and a process of their own. The library's
package lacks the fixture; what its tests expect of books, people and animals stands here. Days and pages are those that
the tests count with, not a bibliography.
"""

from __future__ import annotations

from datetime import date, time
from io import StringIO

from django.core import management
from django.db import connection
from django.test import TestCase, TransactionTestCase
from modelsearch.backends import get_search_backend
from modelsearch.test.testapp import models
from modelsearch.tests.test_backends import BackendTests

from cms.adminsearch.models import ObjectText

MIDDLE_EARTH = ("Bilbo Baggins", "Frodo Baggins")
TOLKIEN, ASIMOV, MARTIN = "J. R. R. Tolkien", "Isaac Asimov", "George R.R. Martin"
BORN = {TOLKIEN: date(1892, 1, 3), ASIMOV: date(1920, 1, 2), MARTIN: date(1948, 9, 20)}
NOVELS = (
    ("A Game of Thrones", MARTIN, date(1996, 8, 6), 694, "Westeros", ("Eddard Stark",)),
    ("A Clash of Kings", MARTIN, date(1998, 11, 16), 768, "Westeros", ("Catelyn Stark",)),
    ("A Storm of Swords", MARTIN, date(2000, 5, 8), 973, "Westeros", ("Arya Stark",)),
    ("Foundation", ASIMOV, date(1951, 6, 1), 255, "Trantor", ("Hari Seldon",)),
    ("The Hobbit", TOLKIEN, date(1937, 9, 21), 310, "Middle Earth", ("Bilbo Baggins", "Thorin Oakenshield")),
    ("The Fellowship of the Ring", TOLKIEN, date(1954, 7, 29), 423, "Middle Earth", ("Frodo Baggins", "Bilbo Baggins")),
    ("The Two Towers", TOLKIEN, date(1954, 11, 11), 352, "Middle Earth", MIDDLE_EARTH),
    ("The Return of the King", TOLKIEN, date(1955, 10, 20), 440, "Middle Earth", MIDDLE_EARTH),
)
PROTAGONISTS = frozenset({"The Hobbit", "The Fellowship of the Ring", "Foundation"})
GUIDES = (
    ("JavaScript: The good parts", ("Douglas Crockford",), date(2008, 5, 1), 170, "js"),
    ("JavaScript: The Definitive Guide", ("David Flanagan",), date(1996, 8, 1), 1096, "js"),
    ("Learning Python", ("Mark Lutz", "David Ascher"), date(1999, 4, 1), 1160, "py"),
    ("Two Scoops of Django 1.11", ("Daniel Roy Greenfeld", "Audrey Roy Greenfeld"), date(2017, 6, 1), 538, "py"),
    ("Programming Rust", ("Jim Blandy", "Jason Orendorff"), date(2017, 12, 1), 618, "rs"),
)
BOOKS = (("The Rust Programming Language", ("Steve Klabnik", "Carol Nichols"), date(2018, 6, 1), 440),)


def make_books() -> None:
    """Make the books with their authors and people."""
    authors: dict[str, models.Author] = {}

    def written(book: models.Book, *names: str) -> None:
        for name in names:
            authors.setdefault(name, models.Author.objects.get_or_create(name=name, date_of_birth=BORN.get(name))[0])
            book.authors.add(authors[name])

    for title, author, day, pages, setting, people in NOVELS:
        novel = models.Novel.objects.create(title=title, publication_date=day, number_of_pages=pages, setting=setting)
        written(novel, author)
        made = [models.Character.objects.create(name=name, novel=novel) for name in people]
        if title in PROTAGONISTS:
            novel.protagonist = made[0]
            novel.save()
    for title, names, day, pages, language in GUIDES:
        guide = models.ProgrammingGuide.objects.create(
            title=title, publication_date=day, number_of_pages=pages, programming_language=language
        )
        written(guide, *names)
    for title, names, day, pages in BOOKS:
        written(models.Book.objects.create(title=title, publication_date=day, number_of_pages=pages), *names)


def make_meetings_and_animals() -> None:
    """Make the meetings with their speakers, and two trees of animals."""
    for name, begins in (("Breakfast yoga", time(8)), ("Evening yoga", time(19)), ("Stand-up meeting", time(10))):
        meeting = models.Meeting.objects.create(name=name, start_time=begins)
        if name == "Stand-up meeting":
            topic = models.AgendaItem.objects.create(meeting=meeting, topic="Mysteries")
            models.Speaker.objects.create(agenda_item=topic, name="Arthur Conan Doyle")
    for model in (models.MPAnimal, models.NSAnimal):
        tree = {"Animal": model.add_root(name="Animal")}
        for name, parent in (("Mammal", "Animal"), ("Reptile", "Animal"), ("Dog", "Mammal"), ("Cat", "Mammal")):
            above = model.objects.get(pk=tree[parent].pk)
            tree[name] = above.add_child(name=name)


class TestOurBackend(BackendTests, TestCase):
    """The library's tests."""

    backend_path = "cms.adminsearch.backend"
    fixtures: list[str] = []

    @classmethod
    def setUpTestData(cls) -> None:
        make_books()
        make_meetings_and_animals()
        models.UnindexedBook.objects.create(title="Unindexed", publication_date=date(2020, 1, 1), number_of_pages=1)


class TestOurTables(TransactionTestCase):
    """What the library's tests do not ask."""

    def test_rebuild_forgets_what_is_gone_and_rewrites_nothing_else(self) -> None:
        kept = models.AdvertWithCustomUUIDPrimaryKey.objects.create(text="Castle keep")
        gone = models.AdvertWithCustomUUIDPrimaryKey.objects.create(text="Castle gone")
        models.AdvertWithCustomUUIDPrimaryKey.objects.filter(pk=gone.pk)._raw_delete(using="default")
        before = set(ObjectText.objects.values_list("pk", flat=True))
        management.call_command("rebuild_modelsearch_index", verbosity=0, stdout=StringIO())
        (after,) = ObjectText.objects.values_list("pk", flat=True)
        self.assertIn(after, before)
        self.assertEqual(tokens(), 1)
        found = get_search_backend("default").search("castle", models.AdvertWithCustomUUIDPrimaryKey)
        self.assertEqual([advert.pk for advert in found], [kept.pk])

    def test_reset_leaves_no_tokens(self) -> None:
        models.Author.objects.create(name="森 忠政")
        self.assertEqual(tokens(), 1)
        get_search_backend("default").reset_indexes()
        self.assertEqual(tokens(), 0)

    def test_same_words_saved_again_are_not_written_again(self) -> None:
        author = models.Author.objects.create(name="森 忠政")
        (before,) = ObjectText.objects.values_list("pk", flat=True)
        author.save()
        self.assertEqual(list(ObjectText.objects.values_list("pk", flat=True)), [before])
        author.name = "森 長継"
        author.save()
        self.assertEqual([row.name for row in get_search_backend("default").search("長継", models.Author)], ["森 長継"])
        self.assertEqual(get_search_backend("default").search("忠政", models.Author).count(), 0)


def tokens() -> int:
    """Return how many rows the token table has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cms_adminsearch_tokens")
        return int(cursor.fetchone()[0])
