"""Who may do what: the table names every action of the record, and what each duty is for."""

import re
from pathlib import Path

import pytest

from kaohe_tui.domain import duties
from kaohe_tui.domain.duties import ACTIONS, Duty, Sight
from kaohe_tui.domain.group import EntryKind

SOURCE = Path(duties.__file__).parents[1]
_NOTED = re.compile(r"note\(\s*(?:room,\s*)?tx,\s*(f?)\"([a-z_{}]+)\"")
_KINDS = tuple(str(kind) for kind in EntryKind)


def _noted() -> set[str]:
    """Every action that is written as a literal into the record."""
    found = set()
    for path in sorted(SOURCE.rglob("*.py")):
        for formatted, action in _NOTED.findall(path.read_text(encoding="utf-8")):
            if formatted:
                found |= {action.replace("{kind}", kind) for kind in _KINDS}
            else:
                found.add(action)
    return found


def test_the_table_names_every_action_of_the_record() -> None:
    noted = _noted()
    assert len(noted) > 35
    assert noted - set(ACTIONS) == set()


def test_the_host_may_do_everything() -> None:
    assert all(duties.may(Duty.HOST, action) for action in ACTIONS)
    assert duties.may(Duty.HOST, "something new")


@pytest.mark.parametrize("duty", [Duty.SUPERVISOR, Duty.REVIEWER])
def test_who_oversees_or_reads_changes_nothing(duty: Duty) -> None:
    own = {"export", "sign_in", "sign_in_failed", "sign_out", "change_pin"}
    looking = {"look_at_reporter"} if duty is Duty.SUPERVISOR else set()
    assert {action for action in ACTIONS if duties.may(duty, action)} == own | looking


def test_a_clerk_keys_and_enters_drafts() -> None:
    able = {action for action in ACTIONS if duties.may(Duty.CLERK, action)}
    assert {"key", "hand_in", "import", "enter_adjustment", "task_declare"} <= able
    for action in ("give_back", "close_tier", "approve_adjustment", "decide_grade", "issue_codes"):
        assert action not in able


def test_what_nobody_thought_of_is_the_hosts() -> None:
    assert not duties.may(Duty.CLERK, "something new")
    assert "The duty of clerk does not let you do this; ask: host." in duties.why_not(
        Duty.CLERK, "something new"
    )


def test_the_reason_names_duty_and_deed() -> None:
    told = duties.why_not(Duty.REVIEWER, "hand_in")
    assert told == "The duty of reviewer does not let you key ballots; ask: host, clerk."
    assert duties.why_not(Duty.CLERK, "hand_in") == ""


@pytest.mark.parametrize(
    ("sight", "able"),
    [
        (Sight.MARKS, {Duty.HOST, Duty.SUPERVISOR}),
        (Sight.RECORD, {Duty.HOST, Duty.SUPERVISOR}),
        (Sight.REGISTER, {Duty.HOST, Duty.SUPERVISOR, Duty.CLERK}),
    ],
)
def test_who_may_see_what(sight: Sight, able: set[Duty]) -> None:
    assert {duty for duty in Duty if duties.may_see(duty, sight)} == able
    assert not duties.may_see(None, sight)
    assert duties.why_unseen(None, sight)
    for duty in Duty:
        assert (duties.why_unseen(duty, sight) == "") == (duty in able)
