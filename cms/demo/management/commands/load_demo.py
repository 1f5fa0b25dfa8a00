"""`manage.py load_demo`: the demo content of every installed app, in the order of the floors."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.module_loading import module_has_submodule

from cms.demo import stories
from cms.demo.signs import load_signs
from cms.demo.vocabulary import load_readings, load_tags

TALKATIVE = ("wagtail", "django_tasks")
"""Loggers that would write a line for each of some thousand rows."""


class Command(BaseCommand):
    """Reserves all ids first, so that things may point to each other across floors, then loads what is missing."""

    help = (
        "Load the demo content. A second time changes nothing; what editors changed or deleted stays as they left it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load tags, then each app's `demo` package that has `reserve` and `load`."""
        with quietly():
            loaded = load_all()
        if options["verbosity"] > 0:
            self.stdout.write(", ".join(f"{count} {what}" for what, count in loaded.items()))


def load_all() -> dict[str, int]:
    """Load what is missing of all floors, the stories about it and the sign last; return how many of each were made."""
    loaded = {"tags": load_tags()}
    packages = demo_packages()
    stories.reserve_stories()
    for package in packages:
        package.reserve()
    for package in packages:
        loaded |= package.load()
    loaded["suggested readings"] = load_readings()
    loaded |= {"stories": stories.load_stories(), "home pages": stories.load_leads()}
    return loaded | {"displays": load_signs()}


def demo_packages() -> list[ModuleType]:
    """Return the `demo` packages of the installed apps, lower floors first."""
    found = [
        import_module(f"{config.name}.demo")
        for config in apps.get_app_configs()
        if config.module is not None and module_has_submodule(config.module, "demo")
    ]
    return [package for package in found if hasattr(package, "reserve") and hasattr(package, "load")]


@contextmanager
def quietly() -> Iterator[None]:
    """Let talkative loggers say warnings only."""
    before = {name: logging.getLogger(name).level for name in TALKATIVE}
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
