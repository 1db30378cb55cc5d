"""What is kept of a PIN or a code."""

import time

import pytest

from kaohe_tui.services.access import hashing
from kaohe_tui.services.access.hashing import fits, hash_code, hash_pin
from tests.quick import WORK


@pytest.fixture(autouse=True)
def as_in_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with the work that the program takes, unlike every other test."""
    for name, hasher in WORK.items():
        monkeypatch.setattr(hashing, name, hasher)


def test_only_what_was_typed_fits() -> None:
    for kept in (hash_pin("2580"), hash_code("2580")):
        assert kept.startswith("$argon2id$")
        assert "2580" not in kept
        assert fits(kept, "2580")
        assert not fits(kept, "2581")
    assert not fits("damaged", "2580")


def test_three_hundred_slips_are_made_while_somebody_waits() -> None:
    """In the processor's time: other programs may keep this one waiting."""
    start = time.process_time()
    for _slip in range(10):
        hash_code("abcd2345")
    assert time.process_time() - start < 10 * 15 / 300


def test_a_pin_takes_the_work_that_is_written_down() -> None:
    """docs/operators.md says how long guessing takes."""
    assert "$m=65536,t=2,p=1$" in hash_pin("2580")
