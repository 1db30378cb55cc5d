"""Tell refusals apart by their code, and by what they say about whom: never by their English."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kaohe_tui.domain.refusal import Refusal


@contextmanager
def refused(code: str, /, **values: object) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expect a refusal of one kind; fail on another kind or another value.

    Args:
        code: the refusal's code.
        values: what its sentence has to be filled with, by field.

    Yields:
        What pytest tells of it, to look closer afterwards.
    """
    with pytest.raises(Refusal) as info:
        yield info
    refusal = info.value
    assert refusal.code == code, f"{refusal.code}: {refusal}"
    assert {name: refusal.values.get(name) for name in values} == values, str(refusal)
