"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search over published documents."""

    name = "cms.search"
    label = "cms_search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Keep the index in the transaction of the documents, and make it anew where its rules have changed."""
        from cms.publishing.loops import Periodic, add_periodic
        from cms.publishing.projections import add_projection
        from cms.search.misses import forget_old
        from cms.search.projection import SearchProjection
        from cms.search.renewal import renew

        add_projection(SearchProjection())
        add_periodic("fast", Periodic("search tokens", 60, renew))
        add_periodic("fast", Periodic("search misses", 3600, forget_old))
