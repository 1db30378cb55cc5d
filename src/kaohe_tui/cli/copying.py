"""The copy that a command makes before a step that much depends on."""

from typing import TYPE_CHECKING

from kaohe_tui.cli.printing import complain

if TYPE_CHECKING:
    from kaohe_tui.meeting.room import Room


def keep_copy(room: "Room", why: str) -> None:
    """Make a copy before a step; where there is none, say so and go on.

    Args:
        room: the room.
        why: one of ``keeping.WHYS``.
    """
    from kaohe_tui.meeting import keeping

    if warning := keeping.keep_copy(room, why):
        complain(warning)
