"""During the trip: what is around here, and is it open?"""

from __future__ import annotations

from api.answers import Answer
from api.endpoint import Endpoint
from api.endpoints.lists import listed
from api.parameters import RADIUS_NEARBY, Asked, parameters
from cms.publishing.query import ListQuery, Near


class Nearby(Endpoint):
    """Places around a point, the nearest first, each with `distance_m`, `open_now` and `next_change`.

    The point is used for this answer and kept nowhere: logs drop `lat` and `lon`.
    """

    parameters = parameters("lat", "lon", "limit", "cursor", "tag", "category", "open_at", radius_m=RADIUS_NEARBY)
    operation = "during_nearby"
    schema_name = "nearby_list"

    def answer(self, asked: Asked, **path: str) -> Answer:
        """Return one page of the places within the radius."""
        query = ListQuery(
            lang=asked.lang,
            kinds=("place",),
            tags=asked["tag"],
            category=asked["category"],
            near=Near(asked["lat"], asked["lon"], asked["radius_m"]),
            open_at=asked["open_at"],
            limit=asked["limit"],
            cursor=asked["cursor"],
        )
        return listed(asked, query, states=True)
