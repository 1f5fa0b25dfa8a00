"""What can go wrong, told apart by who can mend it.

`BadInput` is for the person who sent the file, `StageFault` for us, `Cancelled` for nobody. The command line maps them
to 2, 1 and 1.
"""

from __future__ import annotations

from typing import Final

from media_pipeline import messages

RULES: Final = ("intake", "zip", "reading", "texture", "gltf", "obj", "ply", "stl", "markup", "about")
"""The sections of rules.toml."""


class PipelineError(Exception):
    """Base of every error this package raises on purpose."""


class BadInput(PipelineError):
    """The input breaks a rule. `str()` is one line: file, place in it, rule; nothing of the file's content but short
    names.

    `place` is a line ("line 12"), a byte ("byte 84"), a member ("accessor 3") or "" for the file as a whole.
    """

    def __init__(self, file: str, place: str, rule: str) -> None:
        self.file = _printable(file)
        self.place = _printable(place)
        self.rule = _printable(rule)
        super().__init__(": ".join(part for part in (self.file, self.place, self.rule) if part))

    @property
    def code(self) -> str:
        """The rule by a name that stays (media_pipeline/messages/rules.toml); empty for one that has none."""
        found = self._known()
        return found.code if found else ""

    @property
    def values(self) -> dict[str, str]:
        """What stands in the slots of the rule."""
        found = self._known()
        return found.values if found else {}

    def _known(self) -> messages.Message | None:
        return messages.recognised(self.rule, *RULES)


class StageFault(PipelineError):
    """A stage did not deliver although its input kept the rules: out of memory or time, a crash, a result that misses
    its count.
    """


class Cancelled(PipelineError):
    """The caller asked the job to stop."""


def _printable(text: str) -> str:
    """`text` on one line without control characters, at most 200 characters: it ends up in logs and terminals."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)[:200]
