"""Expect that it has to be said first who somebody is."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.refused import refused


@contextmanager
def in_doubt(*told: str) -> Iterator[None]:
    """Expect the refusal of a person in doubt.

    Args:
        told: what its questions say, among other things.
    """
    with refused("person-in-doubt") as info:
        yield
    doubts = str(info.value.values["doubts"])
    assert [each for each in told if each not in doubts] == [], doubts
