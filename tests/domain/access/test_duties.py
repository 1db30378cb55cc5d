"""Who may do what: what each duty is for."""

import pytest

from kaohe_tui.domain.access import duties
from kaohe_tui.domain.access.duties import Duty, Power, Sight
from kaohe_tui.domain.record.events import (
    EVENTS,
    AbsenceEntered,
    Acknowledged,
    AdjustmentEntered,
    BallotsImported,
    Event,
    HandedIn,
    MatterHandled,
    MatterTaken,
    PinChanged,
    ReporterSeen,
    SignedIn,
    SignedOut,
    SignInFailed,
    TasksDeclared,
    Unknown,
)

POWERS = [each for each in vars(duties).values() if isinstance(each, Power)]


def able(duty: Duty) -> set[str]:
    """The actions of the record that the duty may do."""
    return {event.action for event in EVENTS if duties.may(duty, event.power)}


def test_the_host_may_do_everything() -> None:
    assert all(duties.may(Duty.HOST, power) for power in POWERS)
    assert duties.may(Duty.HOST, Unknown.power)


@pytest.mark.parametrize("duty", [Duty.SUPERVISOR, Duty.REVIEWER])
def test_who_oversees_or_reads_changes_nothing(duty: Duty) -> None:
    own = {each.action for each in (SignedIn, SignInFailed, SignedOut, PinChanged)}
    looking = {ReporterSeen.action, Acknowledged.action} if duty is Duty.SUPERVISOR else set()
    assert able(duty) == own | looking
    assert duties.may(duty, duties.PAPERS)
    assert not duties.may(duty, duties.KEYING)


def test_a_clerk_keys_and_enters_drafts() -> None:
    drafts = (AdjustmentEntered, AbsenceEntered, TasksDeclared, MatterTaken, MatterHandled)
    events: tuple[type[Event], ...] = (HandedIn, BallotsImported, *drafts)
    for event in events:
        assert event.action in able(Duty.CLERK)
    assert duties.may(Duty.CLERK, duties.KEYING)
    for power in (duties.BALLOTS, duties.TIERS, duties.DECISIONS, duties.OPERATORS, duties.COPIES):
        assert not duties.may(Duty.CLERK, power)


def test_what_nobody_thought_of_is_the_hosts() -> None:
    assert not duties.may(Duty.CLERK, Unknown.power)
    told = duties.why_not(Duty.CLERK, Unknown.power)
    assert "A clerk may not do this; ask: host." in told


def test_the_reason_names_duty_and_deed() -> None:
    told = duties.why_not(Duty.REVIEWER, HandedIn.power)
    assert told == "A reviewer may not enter ballots; ask: host, clerk."
    assert duties.why_not(Duty.CLERK, HandedIn.power) == ""


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
