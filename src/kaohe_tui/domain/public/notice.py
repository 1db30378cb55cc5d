"""Track the stages of a public notice (公示). Rule: docs/scoring.md, "Notice and objections"."""

from datetime import date, timedelta
from enum import StrEnum

from kaohe_tui.domain.public.dossier import PublicNotice
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

AHEAD = 31
"""Most days a notice may be dated ahead: it is written before it is put up."""

BACK = 366
"""Most days a notice may be dated back, when it is entered after it was put up."""


class Stage(StrEnum):
    """The stage of the notice of a period's result, or of the year's."""

    NO_RESULT = "no_result"
    """The result is not there yet, and no notice was posted."""
    NOT_POSTED = "not_posted"
    """The result is there and no notice was posted."""
    RUNNING = "running"
    """Until its last day, which belongs to it."""
    WAITING = "waiting"
    """It has ended, with something open that was received in its time."""
    FINAL = "final"
    """It has ended with nothing open."""
    OUTDATED = "outdated"
    """It announces another result than there is now: a new notice is needed."""

    @property
    def label(self) -> str:
        """The name in the language in use."""
        return _(_LABELS[self])


_LABELS = {
    Stage.NO_RESULT: N_("no result yet"),
    Stage.NOT_POSTED: N_("not posted"),
    Stage.RUNNING: N_("notice running"),
    Stage.WAITING: N_("ended, something still open"),
    Stage.FINAL: N_("final"),
    Stage.OUTDATED: N_("out of date"),
}


def stage(
    notice: PublicNotice | None, fingerprint: str, today: str, open_matters: int, *, regraded: bool
) -> Stage:
    """Return the stage of a notice.

    Args:
        notice: the newest one; None before the first.
        fingerprint: of the result as it is now; empty while there is none.
        today: ISO date.
        open_matters: how many matters are open that the notice has to wait for.
        regraded: whether grades were changed after the notice was posted.
    """
    if notice is None:
        return Stage.NOT_POSTED if fingerprint else Stage.NO_RESULT
    if regraded or notice.fingerprint != fingerprint:
        return Stage.OUTDATED
    if today <= notice.until:
        return Stage.RUNNING
    return Stage.WAITING if open_matters else Stage.FINAL


def check_date(posted_on: date, today: str, before: PublicNotice | None) -> None:
    """Refuse a date that a notice cannot have.

    Raises:
        Refusal: when the date is far from today, or before that of the notice before, unless that
            one is still to be posted: then its date was wrong, or its posting was brought forward.
    """
    now = date.fromisoformat(today)
    if not now - timedelta(days=BACK) <= posted_on <= now + timedelta(days=AHEAD):
        raise Refusal(
            "date-far-from-today",
            N_("{date} is too far from today, {today}; check the date of the notice."),
            date=posted_on.isoformat(),
            today=today,
        )
    if before and posted_on.isoformat() < before.posted_on <= today:
        raise Refusal(
            "notice-before-last",
            N_("Notice no. {number} was posted on {date}; the next one cannot be earlier."),
            number=before.number,
            date=before.posted_on,
        )
