"""Hold what a new scheme changes, the part of the year of closed periods too."""

from dataclasses import dataclass

from kaohe_tui.domain.rules.nobody import Unrated
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


@dataclass(frozen=True, slots=True)
class SchemeChange:
    """What a new scheme changes."""

    removed: tuple[str, ...]
    """Lines of the scheme in force that the new one lacks."""
    added: tuple[str, ...]
    """Lines of the new scheme that the one in force lacks."""
    lines: tuple[str, ...]
    """The removed and added lines in the order of the files, behind ``- `` or ``+ ``."""
    holds_for: tuple[str, ...]
    """Names of the periods still to be opened."""
    kept_by: tuple[str, ...]
    """Names of the opened periods, which keep their scheme."""
    dropped: tuple[str, ...]
    """Names of the periods that the new scheme lacks: never begun, or called off."""
    unrated: tuple[Unrated, ...]
    """The tiers that will not count for all whom they rate."""
    reweighed: tuple[Reweighed, ...] = ()
    """The opened periods whose part of the year changes all the same."""

    @property
    def is_any(self) -> bool:
        """Whether anything differs."""
        return bool(self.lines)
