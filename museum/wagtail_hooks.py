"""Registration only."""

from wagtail.snippets.models import register_snippet

from museum.viewsets import CollectionGroup

register_snippet(CollectionGroup)
