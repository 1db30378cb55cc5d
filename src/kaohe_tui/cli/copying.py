"""Copy the database before a command takes a step that much depends on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kaohe_tui.cli.printing import complain

if TYPE_CHECKING:
    from kaohe_tui.services.room.room import Room


@contextmanager
def copy_before(room: "Room", why: str) -> Iterator[None]:
    """Make a copy before the step in the block; a copy that fails does not stop the step.

    The warning about a failed copy is printed after the step: where the step itself is refused, its
    own reason is all there is to say.

    Args:
        room: the room.
        why: one of ``copies.WHYS``.
    """
    from kaohe_tui.services.database import copies

    warning = copies.keep_copy(room, why)
    yield
    if warning:
        complain(warning)
