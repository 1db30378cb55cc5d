"""A small attack on secret tiers; ``benchmarks.reliability.attacker`` is the large one."""

import os
import random

import pytest
from benchmarks.reliability import attacker
from benchmarks.reliability.weaker import KINDS

from kaohe_tui.store.secrecy import receipts, urn

MEETINGS = 3


@pytest.fixture(autouse=True)
def _the_same_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = random.Random(20261125)
    for module in (urn, receipts):
        monkeypatch.setattr(module.secrets, "choice", drawn.choice)
    monkeypatch.setattr(os, "urandom", drawn.randbytes)


def test_an_attacker_does_no_better_than_chance() -> None:
    opened, closed = attacker.attack("kaohe", MEETINGS, seed=5)
    assert closed.ratings == MEETINGS * attacker.RATERS * (attacker.RATERS - 1)
    for tried in (opened, closed):
        assert tried.finds == []
        assert (tried.remnants, tried.told, tried.copies) == (0, 0, 0)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "kaohe"])
def test_he_finds_what_there_is_to_be_found(kind: str) -> None:
    _opened, closed = attacker.attack(kind, 2, seed=5)
    assert closed.finds
    assert max(closed.right.values()) == closed.ratings
