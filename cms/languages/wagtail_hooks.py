"""Registration only."""

from wagtail.snippets.models import register_snippet

from cms.languages.viewsets import ReadingViewSet

register_snippet(ReadingViewSet)
