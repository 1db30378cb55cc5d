"""Tell the lines of a table that are about nobody: group headings, totals, notes.

They are known by their look, left out, and told with their numbers. Rule: docs/files.md, "Tables".
"""

import re
from collections.abc import Collection, Sequence
from enum import StrEnum

from kaohe_tui.domain.text import name_key
from kaohe_tui.files.tables.words import folded
from kaohe_tui.words import N_, _


class RowKind(StrEnum):
    """What a line is."""

    PERSON = "person"
    """A line about somebody."""
    EMPTY = "empty"
    """Nothing but the line's number."""
    HEADINGS = "headings"
    """The headings once more, as on each printed page."""
    TITLE = "title"
    """What stands above the headings."""
    GROUP = "group"
    """A heading over some people (一、局领导)."""
    TOTAL = "total"
    """A sum, a mean or a count (合计)."""
    NOTE = "note"
    """Who filled it in, the date, an instruction."""

    @property
    def label(self) -> str:
        """The kind's name in the language in use."""
        return _(_LABELS[self])


_LABELS = {
    RowKind.PERSON: N_("person"),
    RowKind.EMPTY: N_("empty line"),
    RowKind.HEADINGS: N_("headings again"),
    RowKind.TITLE: N_("title"),
    RowKind.GROUP: N_("group heading"),
    RowKind.TOTAL: N_("line of totals"),
    RowKind.NOTE: N_("note"),
}
_NUMBERED = re.compile(
    r"[(\[]?[一二三四五六七八九十]{1,3}(?:[)\]、.．]).+|第[一二三四五六七八九十]+(?:组|部分).*"
)
_TOTAL = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|平\s*均(?:分|值|数)?|均\s*[分值]|总\s*分|得\s*分|最[高低]分"
    r"|人\s*数|共\s*\d+\s*人|total|sum|average|mean)(?:[:：(（].*)?",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:填\s*表|制\s*表|审\s*核|复\s*核|统\s*计|监\s*票|计\s*票|唱\s*票|汇\s*总|签\s*[字名]|负责人|经办人|评\s*[分议]人|打分人|"
    r"主管领导|单位负责人|领导签字|日\s*期|时\s*间|年\s*月\s*日|盖\s*章|单\s*位|部\s*门|说\s*明|填表说明|备\s*注|注|附)[^:：]{0,8}[:：].*"
    r"|注意事项.*|填表说明.*|\d*\s*年\s*\d*\s*月\s*\d*\s*日",
)
_NUMBER = re.compile(r"\d{1,5}[.、]?")
_ALIKE = 2
"""Cells that must repeat the headings before a line passes for them."""


def kind_of(
    cells: Sequence[str], headings: Sequence[str], who: Collection[int], serial: int | None
) -> RowKind:
    """Return what a line below the headings is.

    Args:
        cells: the line, a merged value in the first cell of its area alone.
        headings: the texts of the headings.
        who: the positions, from 0, of the cells that say whose line it is.
        serial: the position of the line's number; None for none.
    """
    filled = [(at, cell.strip()) for at, cell in enumerate(cells) if cell.strip()]
    others = [(at, text) for at, text in filled if at != serial]
    if not others and all(_NUMBER.fullmatch(text) for _at, text in filled):
        return RowKind.EMPTY
    if _repeats(filled, headings):
        return RowKind.HEADINGS
    first = name_key(filled[0][1])
    names = [name_key(text) for at, text in filled if at in who]
    if any(map(_TOTAL.fullmatch, (first, *names))):
        return RowKind.TOTAL
    if _NOTE.fullmatch(first):
        return RowKind.NOTE
    if len(filled) == 1 or (len(names) < len(who) and _NUMBERED.fullmatch(first)):
        at, text = filled[0]
        if _NUMBERED.fullmatch(first) or at not in who or not _is_somebody(text):
            return RowKind.GROUP
    return RowKind.PERSON


def _repeats(filled: Sequence[tuple[int, str]], headings: Sequence[str]) -> bool:
    alike = [at < len(headings) and folded(text) == folded(headings[at]) for at, text in filled]
    return len(filled) >= _ALIKE and all(alike)


def _is_somebody(text: str) -> bool:
    """Return whether a text that stands alone may be a code or a name."""
    return len(text) <= 20 if text.isascii() else len(name_key(text)) <= 6
