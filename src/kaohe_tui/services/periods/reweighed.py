"""Say of a closed period that a new scheme changes its part of the year."""

from dataclasses import dataclass

from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Reweighed:
    """A period whose part of the year a new scheme changes."""

    period: str
    """The period's name."""
    before: str
    """Its weight of all weights under the scheme in force, such as ``10/100``."""
    after: str
    """Its weight of all weights under the new scheme."""

    @property
    def told(self) -> str:
        """What that means."""
        return _(
            "{period} was opened before, but its part of the year changes from {before} to "
            "{after}: everybody’s year changes with it."
        ).format(period=self.period, before=self.before, after=self.after)
