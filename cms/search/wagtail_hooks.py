"""Registration only."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.search.models import SearchMiss
from cms.search.viewsets import ReadOnlyPolicy, SearchWordsGroup

register_permission_policy(SearchMiss, ReadOnlyPolicy(SearchMiss))
register_snippet(SearchWordsGroup)
