"""Terms of the register, and the table of what a notice comes to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.dates import last_day
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.public.dossier import PublicNotice
from kaohe_tui.domain.public.matter import NO_PERIOD, Matter, MatterKind, MatterState
from kaohe_tui.domain.public.notice import Stage, check_date, stage
from tests.refused import refused

NOTICE = PublicNotice("q1", 1, "aa", "2026-04-01", "2026-04-06")
MATTER = Matter(
    *(1, "q1", "s1", "的", MatterKind.OBJECTION, True, "2026-04-02", "2026-04-17", ""),
    *(MatterState.OPEN, "", ""),
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(0, 400), st.integers(-500, 500))
def test_a_matter_is_overdue_from_the_day_after_its_last(
    received: date, days: int, later: int
) -> None:
    last = last_day(received, days)
    assert (last - received).days == days
    today = last + timedelta(days=later)
    matter = replace(MATTER, received_on=received.isoformat(), due_on=last.isoformat())
    assert matter.is_overdue(today.isoformat()) == (later > 0)
    assert not replace(matter, state=MatterState.CLOSED).is_overdue(today.isoformat())


@pytest.mark.parametrize(
    ("notice", "fingerprint", "regraded", "today", "waiting", "wanted"),
    [
        (None, "", False, "2026-04-03", 0, Stage.NO_RESULT),
        (None, "", False, "2026-04-03", 3, Stage.NO_RESULT),
        (None, "aa", False, "2026-04-03", 0, Stage.NOT_POSTED),
        (NOTICE, "aa", False, "2026-03-31", 0, Stage.RUNNING),
        (NOTICE, "aa", False, "2026-04-01", 1, Stage.RUNNING),
        (NOTICE, "aa", False, "2026-04-06", 0, Stage.RUNNING),
        (NOTICE, "aa", False, "2026-04-07", 0, Stage.FINAL),
        (NOTICE, "aa", False, "2026-04-07", 1, Stage.WAITING),
        (NOTICE, "bb", False, "2026-04-07", 0, Stage.OUTDATED),
        (NOTICE, "bb", False, "2026-04-02", 1, Stage.OUTDATED),
        (NOTICE, "", False, "2026-04-07", 0, Stage.OUTDATED),
        (NOTICE, "aa", True, "2026-04-07", 0, Stage.OUTDATED),
    ],
)
def test_the_stages(
    notice: PublicNotice | None,
    fingerprint: str,
    regraded: bool,
    today: str,
    waiting: int,
    wanted: Stage,
) -> None:
    assert stage(notice, fingerprint, today, waiting, regraded=regraded) is wanted


@pytest.mark.parametrize(
    ("matter", "key", "holds"),
    [
        (MATTER, "q1", True),
        (MATTER, "q2", False),
        (MATTER, YEAR, True),
        (replace(MATTER, period=YEAR), YEAR, True),
        (replace(MATTER, period=YEAR), "q1", False),
        (replace(MATTER, period=NO_PERIOD), YEAR, True),
        (replace(MATTER, period=NO_PERIOD), "q1", True),
        (replace(MATTER, period=NO_PERIOD, received_on="2026-03-01"), "q1", False),
        (replace(MATTER, period=NO_PERIOD, received_on="2026-04-07"), "q1", False),
        (replace(MATTER, state=MatterState.CLOSED), "q1", False),
        (replace(MATTER, received_on="2026-04-06"), "q1", True),
        (replace(MATTER, received_on="2026-04-07"), "q1", False),
    ],
)
def test_what_a_notice_waits_for(matter: Matter, key: str, holds: bool) -> None:
    assert matter.holds_up(key, NOTICE.posted_on, NOTICE.until) is holds


@pytest.mark.parametrize(
    ("day", "kind", "named"),
    [
        ("2025-01-01", "date-far-from-today", "2025-01-01"),
        ("2026-09-01", "date-far-from-today", "2026-09-01"),
        ("2026-03-31", "notice-before-last", "2026-04-01"),
    ],
)
def test_a_notice_is_not_dated_anyhow(day: str, kind: str, named: str) -> None:
    with refused(kind, date=named):
        check_date(date.fromisoformat(day), "2026-04-10", NOTICE)
    check_date(date.fromisoformat("2026-04-01"), "2026-04-10", NOTICE)


def test_a_notice_still_to_be_posted_gives_way_to_an_earlier_one() -> None:
    """Its date was wrong; on the day itself, and later, it was posted."""
    for today in ("2026-03-29", "2026-03-31"):
        check_date(date.fromisoformat("2026-03-30"), today, NOTICE)
    for today in ("2026-04-01", "2026-04-02"):
        with refused("notice-before-last"):
            check_date(date.fromisoformat("2026-03-30"), today, NOTICE)
