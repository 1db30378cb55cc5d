"""Tell the lines of a table that are about nobody: group headings, totals, notes.

They are known by their look, left out, and told with their numbers. Rule: docs/files.md, "Tables".
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kaohe_tui.domain.text import name_key
from kaohe_tui.files.tables.columns import CODE
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
    POINTS = "points"
    """The points that each column can have (满分), below the headings."""
    NOTE = "note"
    """Who filled it in, the date, an instruction."""
    AWAY = "away"
    """A line about somebody who takes no part, as was answered."""
    STRUCK = "struck"
    """A line about somebody that is struck through."""

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
    RowKind.POINTS: N_("line of points"),
    RowKind.NOTE: N_("note"),
    RowKind.AWAY: N_("takes no part"),
    RowKind.STRUCK: N_("struck through"),
}
_NUMBERED = re.compile(
    r"[(\[]?[一二三四五六七八九十]{1,3}(?:[)\]、.．]).+|第[一二三四五六七八九十]+(?:组|部分).*"
)
_TOTAL = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|平\s*均(?:分|值|数)?|均\s*[分值]|总\s*分|得\s*分|最[高低]分"
    r"|人\s*数|共\s*\d+\s*人|total|sum|average|mean)(?:[:：(（].*)?",
    re.IGNORECASE,
)
_POINTS = re.compile(r"(?:满\s*分|最高分?值|标准分|分\s*值|权\s*重)[值分]?(?:[:：(（].*)?")
_NOTE = re.compile(
    r"(?:填\s*表|制\s*表|审\s*核|复\s*核|统\s*计|监\s*票|计\s*票|唱\s*票|汇\s*总|签\s*[字名]|负责人|经办人|评\s*[分议]人|打分人|"
    r"[主分]管领导|主\s*要\s*领\s*导|单位负责人|领导签字|经\s*办|联\s*系|电\s*话|日\s*期|时\s*间|年\s*月\s*日|盖\s*章|单\s*位|部\s*门|说\s*明|填表说明|备\s*注|注|附)[^:：]{0,8}[:：].*"
    r"|(?:填表|制表|审核|复核|经办|监票|计票|唱票|统计|汇总|负责)人(?:签[字名])?"
    # To be signed: 单位负责人（签字）, 填表人____, 单位（盖章）.
    r"|.{0,12}[(\[]?(?:签\s*[字名章]|盖\s*章|公\s*章)[)\]]?[:：\s_.…—-]*.{0,6}|[^\x00-\x7f].{1,11}?_{2,}.*"
    r"|注意事项.*|填表说明.*|\d*\s*年\s*\d*\s*月\s*\d*\s*日",
)
_COUNTED = re.compile(r".+[(\[]?(?:共|计)?\d+人[)\]]?")
_OF_SEVERAL = re.compile(r".+(?:室|中心|班子|领导|人员|干部|职工)")
"""What no person's name of three characters or more ends in."""
_NUMBER = re.compile(r"\d{1,5}[.、]?")
_ALIKE = 2
"""Cells that must repeat the headings before a line passes for them."""
_LONG = 60
"""Characters from which on a text is a note, and nobody's code or name."""
_NAME = 6
"""Characters that a Chinese name may have, and a code may have some more."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What the lines of one table are told by."""

    headings: Sequence[Sequence[str]]
    """The rows of headings, folded, and both of two rows read as one."""
    code: int | None
    """The position, from 0, of the cells with a person's code; None for none."""
    name: int | None
    """The position of the cells with a person's name; None for none."""
    serial: int | None
    """The position of the line's number, which may serve as the code; None for none."""
    is_somebody: Callable[[str], bool] = lambda _text: False
    """Whether a text of the code's or the name's column certainly names somebody."""

    def kind_of(self, cells: Sequence[str], *, is_wide: bool = False) -> RowKind:
        """Return what a line below the headings is.

        Args:
            cells: the line, a merged value in the first cell of its area alone.
            is_wide: whether its first filled cell is merged with the next one.
        """
        code, name = self._at(cells, self.code), self._at(cells, self.name)
        if (
            self.code != self.serial
            and code
            and name
            and CODE.fullmatch(code)
            and not self._is_heading(code, self.code)
        ) or any(text and self.is_somebody(text) for text in (code, name)):
            return RowKind.PERSON
        filled = [(at, cell.strip()) for at, cell in enumerate(cells) if cell.strip()]
        others = [(at, text) for at, text in filled if at != self.serial]
        if not others and all(_NUMBER.fullmatch(text) for _at, text in filled):
            return RowKind.EMPTY
        if len(filled) >= _ALIKE and all(self._is_heading(text, at) for at, text in filled):
            return RowKind.HEADINGS
        at, text = (others or filled)[0]
        first = name_key(text)
        beginnings = (first, name_key(filled[0][1]), name_key(code), name_key(name))
        if any(map(_TOTAL.fullmatch, beginnings)):
            return RowKind.TOTAL
        if any(map(_POINTS.fullmatch, beginnings)):
            return RowKind.POINTS
        is_long = len(first) > _LONG and (at in (self.code, self.name) or not name)
        if is_long or any(map(_NOTE.fullmatch, beginnings[:2])):
            return RowKind.NOTE
        # A numbered line is somebody's, though the name was forgotten.
        is_numbered = len(others) < len(filled) and bool(_NUMBER.fullmatch(filled[0][1]))
        is_alone = len(others or filled) == 1 and not (is_numbered and not is_wide)
        if (is_alone and self._is_group(first, at, is_wide=is_wide)) or (
            _NUMBERED.fullmatch(first) and (not name or at == self.name)
        ):
            return RowKind.GROUP
        return RowKind.PERSON

    def _is_group(self, text: str, at: int, *, is_wide: bool) -> bool:
        """Return whether a text that stands alone in its line can be nobody's code or name."""
        if is_wide or at not in (self.code, self.name) or _NUMBERED.fullmatch(text):
            return True
        if text.isascii():
            return not CODE.fullmatch(text)
        # A Chinese text in the column of codes is none.
        return (
            at == self.code
            or len(text) > _NAME
            or bool(_COUNTED.fullmatch(text))
            or (len(text) >= 3 and bool(_OF_SEVERAL.fullmatch(text)))
        )

    def _is_heading(self, text: str, at: int | None) -> bool:
        return at is not None and any(
            at < len(row) and row[at] == folded(text) for row in self.headings
        )

    def _at(self, cells: Sequence[str], at: int | None) -> str:
        return cells[at].strip() if at is not None and at < len(cells) else ""
