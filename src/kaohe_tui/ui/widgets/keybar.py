"""Draw the last line: the keys of the moment, from the screen's commands."""

from collections.abc import Sequence
from typing import ClassVar, Protocol, runtime_checkable

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from kaohe_tui.ui.keys.commands import HELP, Command, shown_key
from kaohe_tui.words import _

UNUSABLE = "✗"
"""The sign before the label of a key that cannot be used now; it is dim as well."""
_MORE = " …"
_FIRST = frozenset(["escape", "q", "m", "enter"])
"""The ways out and on, and the menu of all that stands around the meeting."""
_KNOWN = frozenset(
    ["up", "down", "left", "right", "pageup", "pagedown", "home", "end", "backspace", "0"]
)
"""Keys that people try by themselves, by the first key of a command."""
_KNOWN_BY_ALL = 2
"""The rank of the keys in ``_KNOWN``; see ``rank``."""


@runtime_checkable
class HasKeys(Protocol):
    """What the key bar asks of its screen."""

    def key_items(self) -> list[tuple[Command, bool]]:
        """Return the bar's commands in their order, each with whether it can be used now."""


class KeyBar(Widget):
    """One line of ``key label`` pairs.

    Where they do not fit, some give way to …: first those that everybody knows, then the last ones;
    never the help, nor the way on and the way out.

    Component classes:
        keybar--key: the key.
        keybar--label: what it does.
        keybar--unusable: both, while the key cannot be used.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "keybar--key",
        "keybar--label",
        "keybar--unusable",
    }
    """The parts that style sheets can colour; see the class."""

    def render(self) -> Content:
        """Draw the keys that fit into the width."""
        screen = self.screen
        items = screen.key_items() if isinstance(screen, HasKeys) else []
        return Content.assemble(*self.parts(items, self.size.width))

    def parts(self, items: Sequence[tuple[Command, bool]], width: int) -> list[Content]:
        """Return what is drawn of the keys.

        Args:
            items: each command, with whether it can be used now.
            width: of the line, in cells.
        """
        drawn = [(self._draw(command, usable=usable), command) for command, usable in items]
        always = [part for part, command in drawn if command == HELP]
        others = [each for each in drawn if each[1] != HELP]
        ranks = [rank(command) for _part, command in others]
        return fitting([part for part, _command in others], always, width, ranks)

    def _draw(self, command: Command, *, usable: bool) -> Content:
        key, label = shown_key(command), _(command.label)
        if not usable:
            style = self.get_visual_style("keybar--unusable")
            return Content(f" {key} {UNUSABLE}{label} ").stylize(style)
        return Content.assemble(
            (f" {key}", self.get_visual_style("keybar--key")),
            (f" {label} ", self.get_visual_style("keybar--label")),
        )


def rank(command: Command) -> int:
    """Rank how soon a key gives way on a short line: 0 never, 1 late, 2 first, all together."""
    if not _FIRST.isdisjoint(command.keys):
        return 0
    return _KNOWN_BY_ALL if command.keys[:1] and command.keys[0] in _KNOWN else 1


def fitting(
    others: Sequence[Content], always: Sequence[Content], width: int, ranks: Sequence[int] = ()
) -> list[Content]:
    """Return as many of the others as fit beside those that are always shown.

    Args:
        others: in their order.
        always: shown after them.
        width: of the line, in cells.
        ranks: of the others, see ``rank``; of one rank the last are left out first.
    """
    room = width - sum(cell_len(part.plain) for part in always)
    wide = [cell_len(part.plain) for part in others]
    used = sum(wide)
    if used <= room:
        return [*others, *always]
    ranked = ranks or [1] * len(others)
    # Together: one arrow without the other says less than none.
    hidden = {at for at, rank in enumerate(ranked) if rank == _KNOWN_BY_ALL}
    used -= sum(wide[at] for at in hidden)
    for at in sorted(set(range(len(others))) - hidden, key=lambda at: (ranked[at], at))[::-1]:
        if used + cell_len(_MORE) <= room or not ranked[at]:
            break
        hidden.add(at)
        used -= wide[at]
    return [*(part for at, part in enumerate(others) if at not in hidden), Content(_MORE), *always]
