"""Pages: what an editor tells. A tree per language, the same address in each, no alias pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.pages.blocks import BodyBlock
from cms.pages.fields import BodyField
from cms.pages.segments import fixed_segments
from cms.records.locking import lock
from cms.records.models import SLUG, RecordSlug
from cms.records.preview import preview_context


class BasePage(Page):  # type: ignore[misc]
    """What all pages share: an ASCII address that is the same in all languages."""

    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse what `check_address` refuses."""
        super().clean()
        self.check_address()

    def minimal_clean(self) -> None:
        """Check the address of drafts too: a wrong one would be found only when it is too late to change it."""
        super().minimal_clean()
        self.check_address()

    def check_address(self) -> None:
        """Refuse an address that the site itself uses, and one that is not plain ASCII."""
        if self.slug in fixed_segments():
            raise ValidationError({"slug": _("“%(slug)s” is an address of the site itself.") % {"slug": self.slug}})
        try:
            SLUG(self.slug)
        except ValidationError as error:
            raise ValidationError({"slug": error.messages}) from error

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision; the page's own row is locked before those of its revisions."""
        with transaction.atomic():
            lock([self])
            return super().publish(revision, *args, **kwargs)

    def path_in(self, language: str) -> str:
        """Return the root-relative address in a language."""
        raise NotImplementedError

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Return site, origin and address, which is not that of the tree: stories stand at `/{lang}/stories/{slug}/`."""
        roots = self._get_relevant_site_root_paths(request)
        if not roots:
            return None
        return roots[0].site_id, roots[0].root_url, self.path_in(self.locale.language_code)


class HomePage(BasePage):
    """The front door in one language: a lead, and what the editor puts first. An empty part is taken from the next language."""

    lead = models.CharField(
        _("lead"), max_length=200, blank=True, help_text=_("One sentence below the name of the town.")
    )
    cover = models.ForeignKey(
        "cms_media.KakuzanImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = BodyField(BodyBlock(), verbose_name=_("highlights"), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms_pages.StoryPage", "cms_pages.TopicPage"]
    page_description = _("The front door of the site in one language.")
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("cover"), FieldPanel("body")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def check_address(self) -> None:
        """Accept any: a home page's own slug appears in no address."""

    def path_in(self, language: str) -> str:
        """Return `/{lang}/`."""
        return f"/{language}/"

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """Return the visitors' home page as it would stand with this revision."""
        from cms.pages.front_door import previewed
        from cms.pages.preview import home_preview

        drawn = home_preview(previewed(self), self.locale.language_code, request=request)
        return drawn if drawn is not None else super().serve_preview(request, mode_name)


class ContentPage(BasePage):
    """A page that is published as documents, like a record: one thing whose id is the translation key."""

    kind_name: ClassVar[str] = ""

    reading = models.CharField(
        _("reading (kana)"), max_length=200, blank=True, help_text=_("Of the Japanese title, in hiragana.")
    )
    short = models.CharField(
        _("short text"), max_length=150, help_text=_("One sentence for lists and signs, 60 characters in Japanese.")
    )
    lead = models.TextField(
        _("lead"), blank=True, max_length=400, help_text=_("The first lines; empty: the short text.")
    )
    cover = models.ForeignKey(
        "cms_media.KakuzanImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    body = BodyField(BodyBlock(), verbose_name=_("body"), blank=True)
    tags = ParentalManyToManyField("cms_records.Tag", verbose_name=_("tags"), blank=True, related_name="+")
    date = models.DateField(_("date"), null=True, blank=True, help_text=_("Shown with the story; empty: none."))
    sources = models.TextField(_("sources"), blank=True, help_text=_("Where the facts come from, one per line."))
    rank = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Smaller numbers come first in lists.")
    )

    parent_page_types = ["cms_pages.HomePage", "cms_pages.TopicPage"]
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("reading", overridable=False),
        SynchronizedField("sources"),
        SynchronizedField("rank", overridable=False),
        TranslatableField("short"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("reading", boost=2),
        index.AutocompleteField("reading"),
        index.SearchField("short"),
        index.SearchField("body"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *Page.content_panels,
                    FieldPanel("reading"),
                    FieldPanel("short"),
                    FieldPanel("lead"),
                    FieldPanel("cover"),
                    FieldPanel("body"),
                ],
                heading=_("Text"),
            ),
            ObjectList(
                [
                    FieldPanel("slug"),
                    FieldRowPanel([FieldPanel("date"), FieldPanel("rank")]),
                    FieldPanel("tags", widget=CheckboxSelectMultiple),
                    FieldPanel("sources"),
                    MultiFieldPanel([FieldPanel("search_description")], heading=_("For search engines")),
                    PublishingPanel(),
                ],
                heading=_("Administration"),
            ),
        ]
    )

    class Meta:
        abstract = True

    def check_address(self) -> None:
        """Refuse the address of another page of this kind, withdrawn ones included: a slug is never given twice."""
        super().check_address()
        other = RecordSlug.objects.filter(kind=self.kind_name, slug=self.slug).exclude(record_id=self.translation_key)
        if other.exists():
            raise ValidationError({"slug": _("“%(slug)s” belongs to another page.") % {"slug": self.slug}})

    def path_in(self, language: str) -> str:
        """Return `/{lang}/{plural}/{slug}/`."""
        return f"/{language}/{self.plural}/{self.slug}/"

    @property
    def plural(self) -> str:
        """The first part of the address below the language."""
        from cms.records.kinds import kind

        return kind(self.kind_name).plural

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """Return the visitors' own template."""
        from cms.records.kinds import kind

        return kind(self.kind_name).page_template

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """Return the document that publishing this revision would write."""
        from cms.pages.things import previewed

        return preview_context(previewed(self), request, self.locale.language_code)


class StoryPage(ContentPage):
    """A story: one theme told with records, pictures and sources."""

    kind_name = "story"
    subpage_types: ClassVar[list[str]] = []
    page_description = _("A story that leads visitors to places and items.")

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")


class TopicPage(ContentPage):
    """A topic: stories that belong together, with an introduction."""

    kind_name = "topic"
    parent_page_types = ["cms_pages.HomePage"]
    subpage_types = ["cms_pages.StoryPage"]
    page_description = _("An introduction to the stories below it.")

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


from cms.pages.town import TownSettings  # noqa: E402, F401 - Django finds models through this module
