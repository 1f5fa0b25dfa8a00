"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.settings.search import SearchCluster


class SearchConfig(AppConfig):
    """Search over published documents."""

    name = "cms.search"
    label = "cms_search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Keep the index in the transaction of the documents, and make it anew where its rules have changed."""
        from django.db.models.signals import post_delete, post_save

        from cms.languages.models import Reading
        from cms.publishing.loops import Periodic, add_periodic
        from cms.publishing.projections import add_projection
        from cms.search.lexicon import forget
        from cms.search.misses import forget_old
        from cms.search.models import SearchSynonym
        from cms.search.projection import SearchProjection
        from cms.search.renewal import renew, settle

        add_projection(SearchProjection())
        for model in (SearchSynonym, Reading):
            post_save.connect(forget, sender=model, dispatch_uid=f"search-lexicon-{model.__name__}")
            post_delete.connect(forget, sender=model, dispatch_uid=f"search-lexicon-{model.__name__}")
        if settings.SEARCH_CLUSTER is not None:
            self.feed(settings.SEARCH_CLUSTER)
        add_periodic("fast", Periodic("search tokens", 60, renew))
        add_periodic("fast", Periodic("search segments", 60, settle))
        add_periodic("fast", Periodic("search misses", 3600, forget_old))

    def feed(self, cluster: SearchCluster) -> None:
        """Let a worker bring changes to the cluster, and the operator's probe look at it."""
        from cms.health.probes import add_detail
        from cms.publishing.loops import Periodic, add_periodic, add_stop_hook
        from cms.search.elasticsearch.state import look
        from cms.search.elasticsearch.tending import STOPPING, tend

        add_periodic("search", Periodic("search cluster", 0.5, lambda: tend(cluster)))
        add_stop_hook(STOPPING.set)
        add_detail(look)
