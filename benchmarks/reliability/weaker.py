"""Kaohes that are weaker on purpose: what an attacker must find in them."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any
from unittest import mock

from kaohe_tui.store.secrecy import urn


@contextmanager
def kept_whole() -> Iterator[None]:
    """Each ballot stays whole, under a number drawn at random."""
    cast = urn.cast

    def whole(tx: Any, ballot_id: int, into: Sequence[int]) -> None:
        used = {row[0] for row in tx.exec_driver_sql("SELECT ballot_id FROM rating")}
        place = random.choice([each for each in into if each not in used])
        cast(tx, ballot_id, [place])

    with mock.patch.object(urn, "cast", whole):
        yield


@contextmanager
def in_casting_order() -> Iterator[None]:
    """Each ballot takes the next number."""
    with mock.patch.object(urn, "_free", _next_free):
        yield


def _next_free(tx: Any, ratee_id: int, into: Sequence[int]) -> int:
    found = tx.exec_driver_sql(f"SELECT ballot_id FROM rating WHERE ratee_id = {ratee_id}")
    used = {row[0] for row in found}
    return next(place for place in into if place not in used)


@contextmanager
def never_swept() -> Iterator[None]:
    """The file is never made anew."""
    with mock.patch.object(urn, "sweep", return_value=True):
        yield


KINDS: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "kaohe": nullcontext,
    "ballots kept whole": kept_whole,
    "numbers in casting order": in_casting_order,
    "the file never made anew": never_swept,
}
