"""What waits for Y in the app waits for a yes on a terminal; a script has named everything."""

from pathlib import Path

import click
import pytest

from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.store.record import records
from tests.cli.conftest import Kaohe
from tests.ui.meeting_app import sample_copy

Q1 = ("--period", "q1")
Q2 = ("--period", "q2")
WHY = ("--reason", "why")
COMMANDS = {
    "a bonus in a closed period": ("adjust", "05", "research", *Q1, "--evidence", "doc", *WHY),
    "a long absence": ("absent", "05", "--period", "annual", "--days", "200", *WHY),
    "a line of the roster": ("person-change", "05", *Q2, "--identity", "x", *WHY),
    "a ballot of another": ("ballot-move", "middle", "05", "33", *Q2, *WHY),
    "a voided ballot": ("ballot-void", "middle", "05", *Q2, *WHY),
    "calling off": ("call-off", "--period", "annual", *WHY),
}


def _entries(path: Path) -> int:
    room = enter_room(path, read_only=True)
    with room.database.reading() as tx:
        found = len(records.entries(tx))
    room.close()
    return found


@pytest.mark.parametrize("line", COMMANDS.values(), ids=COMMANDS)
def test_a_grave_step_waits_for_a_yes(
    inside: Kaohe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]
) -> None:
    path = sample_copy(tmp_path).rename(tmp_path / "year.db")
    before = _entries(path)
    asked: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)

    def no(text: str, **_more: bool) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr(click, "confirm", no)
    result = inside(*line)
    assert result.returncode == 1, result.stdout
    assert len(asked) == 1
    # Whom it concerns is told by name: a code that was typed wrongly is seen.
    assert line[0] not in ("adjust", "absent") or "Person: 单雪梅 (05)" in result.stderr
    assert _entries(path) == before
    result = inside(*line, "--yes")
    assert result.returncode == 0, result.stderr
    assert len(asked) == 1
    assert _entries(path) > before
