"""PINs and codes as they are typed, and the waiting after a wrong one."""

from datetime import datetime, timedelta

import pytest

from kaohe_tui.domain.access import pins
from kaohe_tui.domain.refusal import Refusal

NOW = datetime.fromisoformat("2026-06-30T09:00:00+08:00")


@pytest.mark.parametrize(("typed", "kept"), [("2580", "2580"), ("２５８０ ", "2580")])
def test_a_pin(typed: str, kept: str) -> None:
    assert pins.check_pin(typed) == kept


@pytest.mark.parametrize("typed", ["", "123", "12a4", "1" * 13, "٣٤٥٦", "1111", "1234", "9876"])
def test_no_pin(typed: str) -> None:
    with pytest.raises(Refusal):
        pins.check_pin(typed)


def test_a_code_is_typed_in_any_width_and_case() -> None:
    assert pins.folded(" ＡＢ2c-D3ef ") == "ab2cd3ef"
    assert pins.grouped("ab2cd3ef") == "AB2C-D3EF"
    assert len(pins.CODE_ALPHABET) == len(set(pins.CODE_ALPHABET)) == 31
    assert not set("01oilOIL") & set(pins.CODE_ALPHABET)


def test_the_waiting_grows_and_stays() -> None:
    waits = [pins.waits_until(n, NOW) for n in range(9)]
    assert waits[:3] == [None, None, None]
    seconds = [5, 15, 60, 300, 300, 300]
    assert waits[3:] == [NOW + timedelta(seconds=each) for each in seconds]


def test_what_is_left_to_wait() -> None:
    until = pins.waits_until(5, NOW)
    assert pins.left_to_wait(until, 5, NOW + timedelta(seconds=59.5)) == 1
    assert pins.left_to_wait(until, 5, NOW + timedelta(seconds=60)) == 0
    assert pins.left_to_wait(None, 0, NOW) == 0


def test_a_clock_set_back_shuts_nobody_out() -> None:
    assert pins.left_to_wait(NOW, 5, NOW - timedelta(days=400)) == 60
