"""What the clock does: things come, things end, days begin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from cms import clock
from tests.cms.publishing.town.scene import Scene

HOURS = st.integers(1, 5)


class TimeRules(Scene):
    """Editors set moments; the clock passes them."""

    @rule(hours=st.sampled_from([1, 3, 26]))
    def let_hours_pass(self, hours: int) -> None:
        self.pass_time(hours=hours)

    @rule(index=st.integers(0, 3), hours=HOURS)
    def let_place_end(self, index: int, hours: int) -> None:
        self._publish(self.place(index), expire_at=clock.now() + timedelta(hours=hours), go_live_at=None)

    @rule(index=st.integers(0, 3), hours=HOURS)
    def let_place_begin(self, index: int, hours: int) -> None:
        self._publish(self.place(index), expire_at=None, go_live_at=clock.now() + timedelta(hours=hours))

    @rule(number=st.integers(0, 1), language=st.sampled_from(["ja", "en"]), hours=HOURS)
    def let_story_end(self, number: int, language: str, hours: int) -> None:
        page = self.page(self.stories[number], language)
        self._publish(page, expire_at=clock.now() + timedelta(hours=hours), go_live_at=None)

    @rule(number=st.integers(0, 1), hours=HOURS)
    def let_story_begin(self, number: int, hours: int) -> None:
        page = self.page(self.stories[number])
        self._publish(page, expire_at=None, go_live_at=clock.now() + timedelta(hours=hours))

    def _publish(self, instance: Any, **moments: Any) -> None:
        if instance is not None:
            for name, moment in moments.items():
                setattr(instance, name, moment)
            instance.save_revision().publish()
