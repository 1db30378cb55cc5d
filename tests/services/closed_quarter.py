"""The bureau of eight with rules for adjustments, a veto and grades, its first quarter closed."""

from collections.abc import Sequence

from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps
from tests.bureau import KEYS, key_tier, scheme_text

RULES = """
[[adjustments]]
key = "research"
name = "调研信息采用"
kind = "bonus"
points = "0.5"
cap = "3"
[[adjustments]]
key = "violation"
name = "违反局规定"
kind = "deduction"
points = "2"
cap = "10"
[vetoes]
grade = "不称职"
grounds = ["县委规定的一票否决事项", "县纪委规定的一票否决事项"]
[[grades]]
name = "优秀"
min = "85"
quota = 40
[[grades]]
name = "称职"
min = "75"
[[grades]]
name = "不称职"
min = "0"
"""
SCHEME = scheme_text().replace('step = "1"', 'step = "1"\nbonus_cap = "5"') + RULES

_WORK = {"s1": 54, "s2": 52, "s3": 50}


def marks(ratee: str) -> Sequence[int]:
    """``s1`` gets 87, ``s2`` 85, ``s3`` 83, everybody else 80."""
    return (_WORK[ratee], 33) if ratee in _WORK else (50, 30)


def close_quarter(room: Room, period: str = "q1") -> None:
    """Hold the whole review."""
    for tier in KEYS:
        steps.open_tier(room, period, tier)
        key_tier(room, period, tier, marks)
        steps.close_tier(room, period, tier)
