"""Describe changes that were keyed and did not reach the disk."""

from collections.abc import Sequence
from dataclasses import dataclass

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import few
from kaohe_tui.words import _, _n


class NotSaved(Refusal):
    """The disk did not take a change; nothing looks different."""

    @property
    def name(self) -> str:
        """The name of the ratee whose row was to change."""
        return str(self.values["name"])


@dataclass(frozen=True, slots=True)
class Loss:
    """The changes that were not saved, until the person at the keys has taken note of them."""

    reason: str
    """One sentence, as the disk or the meeting gave it."""
    names: Sequence[str]
    """Names of the rows that were to change, one for each change, in the order keyed."""

    @property
    def told(self) -> str:
        """The sentence: how many changes were not saved, and whose rows they belong to."""
        counts = {name: self.names.count(name) for name in self.names}
        whose = few([f"{name} {count}" for name, count in counts.items()])
        return _n(
            "{count} change was not saved: {whose}", "{count} changes were not saved: {whose}",
            len(self.names),
        ).format(count=len(self.names), whose=whose)  # fmt: skip

    @property
    def way_on(self) -> str:
        """The sentence that says what to do now."""
        return _("No keys are accepted until Esc; then carry on from the cell at the cursor.")
