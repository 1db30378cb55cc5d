"""Say the one next step of a year in words."""

from kaohe_tui.services.tiers.next_thing import Do, Step
from kaohe_tui.words import _, _n


def sentence(step: Step) -> str:
    """Say the next step in words, in the language in use."""
    words = {
        "period": step.name, "tier": step.tier_name, "count": step.count,
        "number": step.number, "date": step.until,
    }  # fmt: skip
    return _message(step).format(**words)


def _message(step: Step) -> str:
    if step.do in (Do.OPEN, Do.KEY, Do.SETTLE, Do.OTHERS, Do.CLOSE, Do.BEGIN):
        return _of_tiers(step) if step.tier else _of_whole(step)
    match step.do:
        case Do.DECIDE:
            return _n(
                "{period}: {count} grade waits for the group: decide it.",
                "{period}: {count} grades wait for the group: decide them.",
                step.count,
            )
        case Do.POST:
            return _("Post the notice of {period}.")
        case Do.REPOST:
            return _("{period} has changed since notice no. {number}: post it again.")
        case Do.NOTICE:
            return _("{period}: notice no. {number} runs until {date}: look at it.")
        case Do.MATTERS:
            return _n(
                "{period}: the notice has ended, but {count} case is open: close it.",
                "{period}: the notice has ended, but {count} cases are open: close them.",
                step.count,
            )
        case Do.NEW_YEAR if not step.has_result:
            return _("Every period is called off, so the year has no result: begin the new one.")
        case Do.NEW_YEAR:
            return _("The year is complete: begin the new one.")
        case _:
            return _("Look at the standings.")


def _of_whole(step: Step) -> str:
    """Say the next step of a period that holds no tier."""
    match step.do:
        case Do.BEGIN:
            return _("Begin {period}: check its roster and open it; it holds no tier.")
        case Do.CLOSE:
            return _("Close {period} once everything is entered: its result is locked.")
        case _:
            return _("Open {period}: it holds no tier, and is scored without ballots.")


def _of_tiers(step: Step) -> str:
    match step.do:
        case Do.OPEN if step.is_paused:
            return _("Continue {tier}: it is paused and has kept its ballots.")
        case Do.OPEN:
            return _("Open {tier}: see who rates whom first.")
        case Do.BEGIN:
            return _("Begin {period}: check its roster, open {tier}.")
        case Do.CLOSE if step.count:
            return _("Every ballot is in, {count} ratings are missing: close {tier}.")
        case Do.CLOSE:
            return _("Every ballot is in: close {tier}.")
        case Do.SETTLE:
            return _n(
                "{tier}: the two entries of {count} form differ: resolve the differences.",
                "{tier}: the two entries of {count} forms differ: resolve the differences.",
                step.count,
            )
        case Do.OTHERS:
            return _n(
                "{tier}: the {count} form left is for others to enter; look at the standings.",
                "{tier}: the {count} forms left are for others to enter; look at the standings.",
                step.count,
            )
        case _:
            return _n(
                "Enter ballots for {tier}: {count} to go.",
                "Enter ballots for {tier}: {count} to go.",
                step.count,
            )
