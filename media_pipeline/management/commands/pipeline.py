"""`manage.py pipeline run|report|verify|gc`."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError, CommandParser

from media_pipeline import recipes
from media_pipeline.jobs import comparisons, garbage, report, services, uploads, verification, worker
from media_pipeline.models import Asset, Job


class Command(BaseCommand):
    """The mesh pipeline over the database, for whoever looks after the machine."""

    help = "Queue or run recipes, print figures, verify files, remove what work left behind."

    def add_arguments(self, parser: CommandParser) -> None:
        """One set of arguments for each of the four."""
        actions = parser.add_subparsers(dest="action", required=True)
        run = actions.add_parser("run", help="a recipe over an asset (UUID) or over files")
        run.add_argument("source", nargs="+", help="UUID of an asset, or files that together are one")
        run.add_argument("--recipe", default="", choices=["", *recipes.names()], help="default: web, or as last time")
        run.add_argument("--now", action="store_true", help="do it in this process instead of leaving it to the worker")
        run.add_argument("--title", default="", help="of the new asset; default: the file's name")
        run.add_argument("--unit", default="", choices=["", "mm", "cm", "m"])
        run.add_argument("--up", default="", choices=["", "y", "z"])
        show = actions.add_parser("report", help="figures of an asset's versions")
        show.add_argument("asset", type=UUID)
        show.add_argument("--json", action="store_true", dest="as_json")
        verify = actions.add_parser("verify", help="every file is there and has its SHA-256; exit code 1 when not")
        verify.add_argument("asset", type=UUID, nargs="?", help="default: all of them")
        collect = actions.add_parser(
            "gc", help="old folders of work, derivatives that nothing names, comparisons of old versions"
        )
        collect.add_argument("--days", type=float, default=garbage.IDLE_SECONDS / 86400, help="unused for so long")
        collect.add_argument("--dry-run", action="store_true", help="count only; remove nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked for."""
        getattr(self, f"_{options['action']}")(options)

    def _run(self, options: dict[str, Any]) -> None:
        job = self._queued(options)
        if not options["now"]:
            self.stdout.write(f"job {job.pk} of {job.asset_id} waits for the worker")
            return
        if not worker.work_on(job.pk):
            raise CommandError(f"job {job.pk} is being worked on already")
        job.refresh_from_db()
        if job.state != "done":
            raise CommandError(f"job {job.pk} is {job.state}: {job.error}")
        self.stdout.write(report.table([v for v in report.versions(job.asset) if v.job == job.pk]))

    def _queued(self, options: dict[str, Any]) -> Job:
        """Return the job that was asked for, over an asset that there is or over one made of files."""
        source = options["source"]
        asset = _asset(source[0]) if len(source) == 1 and not Path(source[0]).exists() else None
        if asset is not None:
            last = asset.jobs.first()
            if last is None:
                raise CommandError(f"{asset.pk} has no master")
            return services.rerun(last, recipe=options["recipe"])
        try:
            with ExitStack() as opened:
                files = [File(opened.enter_context(Path(name).open("rb")), Path(name).name) for name in source]
                asset = services.upload(
                    options["title"] or Path(source[0]).stem,
                    files,
                    order=services.Order(options["recipe"] or "web", options["unit"], options["up"]),
                )
        except (OSError, services.UploadError) as error:
            raise CommandError(str(error)) from error
        return asset.jobs.get()

    def _report(self, options: dict[str, Any]) -> None:
        asset = _asset(str(options["asset"]))
        found = report.versions(asset)
        if options["as_json"]:
            rows = [asdict(version) for version in found]
            document = {"id": str(asset.pk), "title": asset.title, "versions": rows}
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(report.table(found) or f"{asset.pk}: no finished job")

    def _verify(self, options: dict[str, Any]) -> None:
        assets = [_asset(str(options["asset"]))] if options["asset"] else list(Asset.objects.all())
        files, faults = 0, 0
        for asset in assets:
            for fault in verification.verify(asset):
                files += 1
                if fault is not None:
                    faults += 1
                    self.stderr.write(str(fault))
        self.stdout.write(f"{len(assets)} assets, {files} files, {faults} wrong")
        if faults:
            raise SystemExit(1)

    def _gc(self, options: dict[str, Any]) -> None:
        work = garbage.collect_work(idle=options["days"] * 86400, dry_run=options["dry_run"])
        files = garbage.collect_derivatives(dry_run=options["dry_run"])
        versions, compared = comparisons.collect(grace=options["days"] * 86400, dry_run=options["dry_run"])
        left, size = uploads.collect(dry_run=options["dry_run"])
        self.stdout.write(
            f"{work.removed} folders of work, {work.bytes / 1e6:.1f} MB; "
            f"{files.removed} derivatives, {files.bytes / 1e6:.1f} MB; "
            f"comparisons of {versions} versions, {compared / 1e6:.1f} MB; "
            f"{left} unfinished uploads, {size / 1e6:.1f} MB"
        )


def _asset(key: str) -> Asset:
    try:
        return Asset.objects.select_related("primary").get(pk=UUID(key))
    except (ValueError, Asset.DoesNotExist):
        raise CommandError(f"{key}: there is no asset and no file of this name") from None
