"""`manage.py search build|verify [--repair]|status`: the index in the cluster that SEARCH_URL names."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.search.elasticsearch.building import Busy, build, serving
from cms.search.elasticsearch.client import Unavailable, client, demand_version
from cms.search.elasticsearch.following import behind
from cms.search.elasticsearch.state import trouble
from cms.search.elasticsearch.verifying import verify
from cms.search.models import SearchBuild
from cms.settings.search import SearchCluster


class Command(BaseCommand):
    """Builds the index beside the one that answers and swaps; compares and mends; says how it stands."""

    help = "Build, verify or look at the index in the search cluster."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do."""
        parser.add_argument("what", choices=["build", "verify", "status"])
        parser.add_argument("--repair", action="store_true", help="with verify: write again what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; exit 1 where something is wrong or differs."""
        cluster = settings.SEARCH_CLUSTER
        if cluster is None:
            raise CommandError("SEARCH_URL is not set: the database searches, and there is nothing to build")
        try:
            getattr(self, options["what"])(cluster, repair=options["repair"])
        except (Busy, Unavailable) as error:
            raise CommandError(str(error)) from error

    def build(self, cluster: SearchCluster, *, repair: bool) -> None:
        """Build a new index, or go on with an interrupted one, and put it in place."""
        build(cluster, say=self.stdout.write)

    def verify(self, cluster: SearchCluster, *, repair: bool) -> None:
        """Compare every document."""
        answering = serving()
        if answering is None:
            raise CommandError("no index has been built yet: manage.py search build")
        found = verify(cluster, answering, repair=repair)
        for example in found.examples:
            self.stderr.write(f"differs: {example}")
        mended = f", {found.mended} mended" if repair else ""
        self.stdout.write(f"{found.documents} documents, {found.wrong} differ, {found.surplus} too many{mended}")
        if found.newer:
            raise CommandError(
                f"{found.newer} documents have later changes than the database, which must have been restored: "
                "manage.py search build"
            )
        if found.wrong + found.surplus > found.mended:
            sys.exit(1)

    def status(self, cluster: SearchCluster, *, repair: bool) -> None:
        """Say how cluster and builds stand."""
        self.stdout.write(f"hosts: {', '.join(cluster.hosts)}")
        try:
            self.stdout.write(f"version: {demand_version(client(cluster))}")
        except Unavailable as error:
            self.stdout.write(f"version: unknown ({error})")
        for row in SearchBuild.objects.order_by("begun"):
            things, waited = behind(row)
            late = f", {things} changes behind, the oldest {waited.total_seconds():.0f} s" if things else ""
            wrong = f", {row.error}" if row.error else ""
            self.stdout.write(f"{row.stamp}: {row.state}, {row.documents} documents{late}{wrong}")
        why = trouble(cluster)
        self.stdout.write(f"degraded, the database answers: {why}" if why else "well")
        if why:
            sys.exit(1)
