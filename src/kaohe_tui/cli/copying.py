"""The copy that a command makes before a step that much depends on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kaohe_tui.cli.printing import complain

if TYPE_CHECKING:
    from kaohe_tui.meeting.room import Room


@contextmanager
def copy_before(room: "Room", why: str) -> Iterator[None]:
    """Make a copy before the step in the block; where there is none, go on, and say so once the
    step is taken: of one that is refused there is nothing to say but why.

    Args:
        room: the room.
        why: one of ``keeping.WHYS``.
    """
    from kaohe_tui.meeting import keeping

    warning = keeping.keep_copy(room, why)
    yield
    if warning:
        complain(warning)
