"""Changes that were keyed and did not reach the disk, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import _, _n


class NotSaved(Refusal):
    """The disk did not take a change; nothing looks different."""

    def __init__(self, why: str, name: str) -> None:
        """Say why, and whose row was to change."""
        super().__init__(why)
        self.name = name


@dataclass(frozen=True, slots=True)
class Loss:
    """What was not saved, until whoever keys has taken note of it."""

    why: str
    """One sentence, as the disk or the meeting gave it."""
    names: Sequence[str]
    """Of the rows that were to change, one for each change, in the order they were keyed."""

    @property
    def told(self) -> str:
        """How many changes were not saved, and whose rows they belong to."""
        counts = {name: self.names.count(name) for name in self.names}
        whose = _(", ").join(f"{name} {count}" for name, count in counts.items())
        return _n(
            "{count} change was not saved: {whose}", "{count} changes were not saved: {whose}",
            len(self.names),
        ).format(count=len(self.names), whose=whose)  # fmt: skip

    @property
    def way_on(self) -> str:
        """What to do now."""
        return _("No keys are accepted until Esc; then carry on from the cell at the cursor.")
