"""The roles of the people who work with the system, as data: which groups exist and what each may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

RECORDS = ("tours.place", "tours.event", "tours.tour", "museum.item")
NOTICE = ("tours.notice",)
WORDS = (
    "cms_records.tag",
    "cms_records.category",
    "cms_languages.reading",
    "cms_search.searchsynonym",
    "tours.cityholiday",
)
MEDIA = ("add", "change", "choose")


@dataclass(frozen=True, slots=True)
class Role:
    """A group: its name, model permissions as (models, actions), page permissions, and whether it may work with media."""

    name: str
    models: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    pages: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    everything: bool = False


ROLES: tuple[Role, ...] = (
    Role(
        "editor", ((RECORDS, ("add", "change", "view")), (NOTICE, ("add", "change", "view"))), ("add", "change"), MEDIA
    ),
    Role(
        "approver",
        (
            (RECORDS + NOTICE, ("add", "change", "view", "publish", "lock", "unlock")),
            (WORDS, ("add", "change", "view")),
            (("cms_search.searchmiss",), ("view",)),
        ),
        ("add", "change", "publish", "lock", "unlock"),
        MEDIA,
    ),
    Role("translator", ((RECORDS, ("change", "view")),), ("change",)),
    Role("duty", ((NOTICE, ("add", "change", "view", "publish")), (RECORDS, ("view",)))),
    Role(
        "administrator",
        (),
        ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        ("add", "change", "delete", "choose"),
        everything=True,
    ),
)


def settle_roles() -> int:
    """Make the groups and give them exactly these permissions; what a city adds to other groups stays. Return how many."""
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role.name)
        group.permissions.set(_permissions(role))
        _settle_pages(group, role.pages)
        _settle_media(group, role.media)
    return len(ROLES)


def _permissions(role: Role) -> Iterable[Permission]:
    access = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    if role.everything:
        own = Q(content_type__app_label__in=["tours", "museum", "media_pipeline", "wagtailusers", "auth"])
        return access | Permission.objects.filter(own | Q(content_type__app_label__startswith="cms_"))
    wanted = Q()
    for models, actions in role.models:
        for model in models:
            app, name = model.split(".")
            wanted |= Q(content_type__app_label=app, codename__in=[f"{action}_{name}" for action in actions])
    return access | Permission.objects.filter(wanted)


def _settle_pages(group: Group, actions: tuple[str, ...]) -> None:
    root = Page.get_first_root_node()
    if root is None:
        return
    GroupPagePermission.objects.filter(group=group, page=root).delete()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=[f"{action}_page" for action in actions]
    ):
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)


def _settle_media(group: Group, actions: tuple[str, ...]) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    GroupCollectionPermission.objects.filter(group=group, collection=root).delete()
    names = [f"{action}_{model}" for action in actions for model in ("kakuzanimage", "kakuzandocument")]
    for permission in Permission.objects.filter(content_type__app_label="cms_media", codename__in=names):
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=permission)
