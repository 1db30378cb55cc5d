"""The bureau with a first tier that is keyed twice, and three people who key."""

from kaohe_tui.services.room.room import Room
from tests.bureau import key_ballot, scheme_text

S1 = ("q1", "peer", "s1")
FIRST, SECOND, THIRD = "甲", "乙", "丙"


def double_scheme(extra: str = "", **options: str) -> str:
    """The scheme whose first tier is keyed twice; ``extra`` are more lines of that tier."""
    return scheme_text(**options).replace(  # type: ignore[arg-type]
        'key = "peer"\n', f'key = "peer"\nentry = "double"\n{extra}', 1
    )


def act_as(room: Room, clerk: str) -> None:
    """Let somebody else be at the keyboard."""
    room.keyboard.call(clerk)


def key_as(room: Room, clerk: str, marks: dict[str, tuple[int, int] | None] | None = None) -> None:
    """Key s1's ballot as that clerk: 50 and 30 for everybody but those named."""
    act_as(room, clerk)
    given = marks or {}
    key_ballot(room, S1, lambda code: given.get(code, (50, 30)))
