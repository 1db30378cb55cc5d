"""The last line: the keys of the moment, drawn from the screen's commands."""

from typing import ClassVar, Protocol, runtime_checkable

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from kaohe_tui.ui.commands import HELP, Command, shown_key
from kaohe_tui.words import _

UNUSABLE = "✗"
"""The sign before the label of a key that cannot be used now; it is dim as well."""
_MORE = " …"


@runtime_checkable
class HasKeys(Protocol):
    """What the key bar asks of its screen."""

    def key_items(self) -> list[tuple[Command, bool]]:
        """The commands for the bar in their order, each with whether it can be used now."""


class KeyBar(Widget):
    """One line of ``key label`` pairs; the last ones give way to …, the help key never does.

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

    def render(self) -> Content:
        """The keys that fit into the width."""
        screen = self.screen
        items = screen.key_items() if isinstance(screen, HasKeys) else []
        drawn = [self._draw(command, usable) for command, usable in items]
        always = [part for part, (command, _u) in zip(drawn, items, strict=True) if command == HELP]
        others = [part for part, (command, _u) in zip(drawn, items, strict=True) if command != HELP]
        return Content.assemble(*fitting(others, always, self.size.width))

    def _draw(self, command: Command, usable: bool) -> Content:
        key, label = shown_key(command), _(command.label)
        if not usable:
            style = self.get_visual_style("keybar--unusable")
            return Content(f" {key} {UNUSABLE}{label} ").stylize(style)
        return Content.assemble(
            (f" {key}", self.get_visual_style("keybar--key")),
            (f" {label} ", self.get_visual_style("keybar--label")),
        )


def fitting(others: list[Content], always: list[Content], width: int) -> list[Content]:
    """As many of the others as fit beside those that are always shown.

    Args:
        others: in their order; the last ones are left out first.
        always: shown after them.
        width: of the line, in cells.
    """

    def wide(parts: list[Content]) -> int:
        return sum(cell_len(part.plain) for part in parts)

    if wide(others) + wide(always) <= width:
        return others + always
    kept = list(others)
    while kept and wide(kept) + wide(always) + cell_len(_MORE) > width:
        kept.pop()
    return [*kept, Content(_MORE), *always]
