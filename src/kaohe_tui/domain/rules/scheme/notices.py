"""Hold a year's rules on making results public (公示), as read from scheme.toml."""

from dataclasses import dataclass
from enum import StrEnum


class NoticeOrder(StrEnum):
    """The order of the names on a public notice."""

    RANK = "rank"
    """By rank."""
    STROKE = "stroke"
    """By the strokes of the surname (姓氏笔画)."""


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """Rules on making results public and on objections (公示, 异议)."""

    days: int = 5
    """Calendar days that a notice stands, the day of posting not counted."""
    order: NoticeOrder = NoticeOrder.RANK
    """The order of the names."""
    scores: bool = True
    """Whether totals are printed beside the names."""
    contact: str = ""
    """The place for objections: office, room, telephone."""
    answer_days: int = 15
    """Calendar days in which an objection or a report is to be answered."""
