"""What a reader says of a file that it may or may not take."""

from collections.abc import Callable

from kaohe_tui.domain.refusal import Refusal


def refusal_of(read: Callable[[], object]) -> str | None:
    """The sentence of the refusal, or None where something was read.

    Any other exception goes through and fails the test.
    """
    try:
        read()
    except Refusal as refusal:
        return str(refusal)
    return None
