"""Each case holds; what is listed as not done yet does not, and comes off the list once it does."""

from pathlib import Path

import pytest

from tests.cases.case import Case, cases, not_yet
from tests.cases.playing import play


@pytest.mark.parametrize("case", cases(), ids=str)
def test_what_has_to_come_of_it_does(case: Case, tmp_path: Path) -> None:
    failed, reason = play(case, tmp_path), not_yet().get(case.id)
    if reason is None:
        assert not failed, f"{case.title}: {failed}"
    else:
        assert failed, f"{case.id} holds now: take it off not_yet.toml"
        pytest.xfail(reason)
