"""All faults of a file are told at once, thirty at most."""

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.tables.faults import MOST, Faults


def filled(count: int) -> Faults:
    faults = Faults()
    for number in range(count):
        faults.add(Refusal("value-missing", f"fault {number}."))
    return faults


def test_without_a_fault_nothing_happens() -> None:
    faults = filled(0)
    faults.check()
    assert not faults


def test_the_only_fault_is_told_as_it_is() -> None:
    with pytest.raises(Refusal) as refused:
        filled(1).check()
    assert refused.value.code == "value-missing"


@pytest.mark.parametrize(("count", "lines"), [(2, 2), (MOST, MOST), (MOST + 1, MOST + 1), (99, 31)])
def test_faults_are_told_a_line_each_and_the_rest_counted(count: int, lines: int) -> None:
    with pytest.raises(Refusal) as refused:
        filled(count).check()
    assert refused.value.code == "lines-wrong"
    told = str(refused.value).splitlines()
    assert len(told) == lines
    assert count <= MOST or str(count - MOST) in told[-1]


def test_a_refusal_is_kept_and_nothing_returned() -> None:
    faults = Faults()

    def refuse() -> str:
        raise Refusal("value-missing", "no.")

    assert faults.trying(refuse) is None
    assert faults.trying(lambda: "yes") == "yes"
    assert faults
