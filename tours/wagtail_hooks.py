"""Registration only."""

from wagtail.snippets.models import register_snippet

from tours.viewsets import SightseeingGroup

register_snippet(SightseeingGroup)
