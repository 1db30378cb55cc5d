"""The power fails behind any call of a meeting: what was acknowledged is there, nothing is half."""

import random
from pathlib import Path

import pytest

from tests.faults import shim
from tests.faults.disk import Disk
from tests.faults.powerloss import lose_power, record
from tests.faults.powersteps import NAMES, lose
from tests.faults.shim import Done

needs_shim = pytest.mark.skipif(not shim.IS_POSSIBLE, reason="needs Linux and a C compiler")


@needs_shim
def test_the_power_fails_behind_each_call_of_a_meeting(tmp_path: Path) -> None:
    trace = record(tmp_path, "short")
    (tmp_path / "states").mkdir()
    report = lose_power(tmp_path / "states", trace, subsets=1, seed=2026)
    assert report.wrong == []
    # All was recorded: each verb with a transaction, each transaction with its syncs.
    assert report.acknowledged == 19
    assert report.cuts > 400
    assert report.rolled_back > 200
    # Each transaction was looked at: a database that is nowhere to be found loses nothing.
    assert report.contents >= report.acknowledged


@needs_shim
@pytest.mark.parametrize("step", NAMES)
def test_the_power_fails_in_a_step_on_a_whole_file(tmp_path: Path, step: str) -> None:
    # An export has three times as many states as any other, each of which is exported anew.
    share = 5 if step == "export" else 2
    report = lose(tmp_path, step, subsets=0, seed=2026, every=200, share=share)
    assert report.wrong == []
    # Where it was acknowledged, and on the way there.
    assert report.acknowledged >= 1
    assert report.different > report.acknowledged + 1


def test_names_in_a_folder_last_once_that_folder_is_synced() -> None:
    disk = Disk()
    for done in (
        Done("K", 5, 0, "in", b""),
        Done("C", 7, 0, "in/a", b""),
        Done("C", 8, 0, "b", b""),
        Done("D", 5, 0, "", b""),
    ):
        disk.do(done)
    # The folder's own name lies in the one above.
    assert disk.dropped() == {}
    disk.do(Done("D", 1, 0, "", b""))
    disk.do(Done("L", 0, 0, "b", b"in/b"))
    assert disk.dropped() == {"in/a": b"", "b": b""}
    assert disk.kept() == {"in/a": b"", "b": b"", "in/b": b""}
    assert list(disk.by_name()) == [disk.kept(), disk.dropped()]


def test_a_disk_keeps_what_was_synced_and_any_part_of_the_rest() -> None:
    disk = Disk()
    for done in (
        Done("C", 7, 0, "a", b""),
        Done("D", 1, 0, "", b""),
        Done("W", 7, 0, "", b"x" * 600),
        Done("S", 7, 0, "", b""),
        Done("W", 7, 500, "", b"y" * 600),
        Done("R", 0, 0, "a", b"b"),
    ):
        disk.do(done)
    assert disk.dropped() == {"a": b"x" * 600}
    assert disk.kept() == {"b": b"x" * 500 + b"y" * 600}
    chance = random.Random(1)
    seen = [disk.after(lambda: chance.random() < 0.5) for _ in range(200)]
    assert {"a": b"x" * 500 + b"y" * 12 + b"x" * 88} in seen
    # The last sector alone: what lies before it was never written.
    assert {"a": b"x" * 600 + bytes(424) + b"y" * 76} in seen
    assert {name for files in seen for name in files} == {"a", "b"}
