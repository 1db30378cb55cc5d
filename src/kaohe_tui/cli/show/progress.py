"""Show the state of a period, as text and as data. Shape: docs/commands.md, "status --json"."""

from collections.abc import Sequence
from typing import Any

from kaohe_tui import signs
from kaohe_tui.cli.frame import command, database
from kaohe_tui.cli.printing import Line, aligned, line_width, one_line
from kaohe_tui.commandline import command_line
from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.numbers import plain as exact
from kaohe_tui.domain.result.shape import short
from kaohe_tui.domain.rules.scheme.classes import ByClass, Number
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.steps import PeriodState, StepState
from kaohe_tui.domain.rules.tier_words import weight_numbers
from kaohe_tui.domain.width import Align, cell_width
from kaohe_tui.services.ballots.claims import BeingKeyed
from kaohe_tui.services.counting.overview import Overview, RaterLine, TierProgress
from kaohe_tui.services.room.period import title_of
from kaohe_tui.services.tiers.next_thing import Do, Step
from kaohe_tui.services.tiers.next_words import sentence
from kaohe_tui.words import N_, _, _n, join_sentences

Plain = dict[str, Any]
"""A dict that ``json`` takes."""
_TOLD_WITH_COMMAND = (Do.OPEN, Do.KEY, Do.CLOSE)
"""Steps whose sentence and command fit into one line."""
_STATES = {
    StepState.WAITING: N_("waiting"),
    StepState.OPEN: N_("open"),
    StepState.CLOSED: N_("closed"),
}
_BALLOTS = {
    BallotProgress.OWED: N_("not started"),
    BallotProgress.BEGUN: N_("partly entered"),
    BallotProgress.KEYED: N_("waits for the second entry"),
    BallotProgress.DIFFERS: N_("differences to resolve"),
    BallotProgress.HANDED_IN: N_("handed in"),
    BallotProgress.VOID: N_("voided"),
}


def lines(
    now: Overview, keyed: Sequence[BeingKeyed], step: Step, *, may_be_held: bool
) -> list[Line]:
    """List as text: the period, its tiers, who owes what, who keys what, the next step.

    Of a period that was called off and ``may_be_held``, it says how that is taken back.
    """
    prints = _("scheme {scheme}, roster {roster}").format(
        scheme=short(now.scheme_fingerprint), roster=short(now.roster_fingerprint)
    )
    shown = [Line(f"{title_of(now.scheme)}  {now.period.name}", bold=True), Line(prints, dim=True)]
    if now.called_off:
        sentence = _("{period} was called off: {reason}.")
        sentence = sentence.format(period=now.period.name, reason=now.called_off)
        shown.append(Line(one_line(sentence), bold=True))
    heading, *rows = _tier_table(now.tiers) if now.tiers else [_("It holds no tier.")]
    shown += [Line(""), Line(heading, dim=True)]
    shown += [
        Line(row, bold=tier.state is StepState.OPEN)
        for row, tier in zip(rows, now.tiers, strict=True)
    ]
    if sentence := _locked_without(now):
        shown += [Line(""), Line(sentence)]
    owing = now.tier.left_over if now.tier and now.tier.state is StepState.OPEN else ()
    if now.tier and owing:
        shown += [
            Line(""),
            Line(_("Outstanding in {tier}:").format(tier=now.tier.tier.name), bold=True),
        ]
        shown += [Line(row) for row in _owed_table(owing)]
    if keyed:
        shown += [Line(""), *(Line(each.told) for each in keyed)]
    shown.append(Line(""))
    if may_be_held:
        line = command("hold", "--period", now.period.key, "--reason", "TEXT")
        shown.append(Line(_ending_in(line, _("To hold it after all: {command}"))))
    return [*shown, *(Line(text) for text in next_lines(step))]


def plain(
    now: Overview,
    periods: Sequence[tuple[Period, PeriodState]],
    keyed: Sequence[BeingKeyed],
    step: Step,
    out: Sequence[str] = (),
) -> Plain:
    """Return the period's status as a dict that ``json`` takes, with every period's state.

    ``out`` says who is proposed as not assessed, a sentence each.
    """
    return {
        "scheme": now.scheme.name,
        "year": now.scheme.year,
        "period": now.period.key,
        "name": now.period.name,
        "scheme_fingerprint": now.scheme_fingerprint,
        "roster_fingerprint": now.roster_fingerprint,
        "next": _plain_step(step, now.period.key),
        "tiers": [_plain_tier(tier) for tier in now.tiers],
        "keying": [
            {
                "code": each.line.rater.code,
                "name": each.line.rater.name,
                "by": each.holder.who,
                "since": each.holder.since,
            }
            for each in keyed
        ],
        **({"called_off": now.called_off} if now.called_off else {}),
        "proposed_out": list(out),
        "periods": [
            {"key": period.key, "name": period.name, "state": state.value}
            for period, state in periods
        ],
    }


def _tier_table(tiers: Sequence[TierProgress]) -> list[str]:
    heading = ["", _("Tier"), _("State"), _("Weight"), _("Ballots in"), _("Ratings outstanding")]
    rows = [
        [
            signs.of_tier(tier.state, is_paused=tier.is_paused),
            tier.tier.name,
            _("paused") if tier.is_paused else _(_STATES[tier.state]),
            weight_numbers(tier.tier),
            _ballots_in(tier),
            str(tier.missing),
        ]
        for tier in tiers
    ]
    aligns: list[Align] = ["left", "left", "left", "right", "right", "right"]
    return aligned([heading, *rows], aligns, most=line_width())


def _ballots_in(tier: TierProgress) -> str:
    counts = f"{tier.handed_in}/{len(tier.raters)}"
    voided = _("({voided} voided)").format(voided=tier.voided) if tier.voided else ""
    return join_sentences((counts, voided))


def _locked_without(now: Overview) -> str:
    """Say how many ratings a locked result lacks; empty while it is not locked, or for none."""
    missing = sum(tier.missing for tier in now.tiers)
    if not missing or any(tier.state is not StepState.CLOSED for tier in now.tiers):
        return ""
    return _n(
        "The result is locked; {count} rating is missing.",
        "The result is locked; {count} ratings are missing.",
        missing,
    ).format(count=missing)


def _owed_table(owing: Sequence[RaterLine]) -> list[str]:
    rows = [
        [
            f"  {signs.BALLOTS[line.state]}",
            line.rater.code,
            line.rater.name,
            line.rater.section,
            _(_BALLOTS[line.state]),
            f"{line.answered}/{line.owed}",
            _lacks(line),
        ]
        for line in owing
    ]
    aligns: list[Align] = ["left", "left", "left", "left", "left", "right", "right"]
    return aligned(rows, aligns, most=line_width())


def _lacks(line: RaterLine) -> str:
    if not line.missing:
        return _("complete, but not handed in")
    sentence = _n("{count} rating missing", "{count} ratings missing", line.missing)
    return sentence.format(count=line.missing)


def next_lines(step: Step) -> list[str]:
    """Say what comes next, a line each: the step, and the command that does it or leads to it."""
    sentences = [sentence(step)] if step.do not in _TOLD_WITH_COMMAND else []
    period = () if step.period == YEAR else ("--period", step.period)
    name = step.tier_name or step.name
    which = tuple(filter(None, [step.tier]))
    match step.do:
        case Do.OPEN:
            line = command("open", *which, *period)
            message = _("Next: open {tier}: {command}")
            if step.is_paused:
                message = _("Next: continue {tier}: {command}")
            return [_ending_in(line, message, tier=name)]
        case Do.CLOSE:
            line = command("close", *which, *period)
            return [_ending_in(line, _("Next: close {tier}: {command}"), tier=name)]
        case Do.KEY:
            in_app = _("Next: enter ballots for {tier} in the app: {command}")
            line = command("import", "FILE", *period)
            from_file = _ending_in(line, _("Or from a file: {command}"))
            return [_ending_in(command(), in_app, tier=name), from_file]
        case Do.OTHERS:
            return sentences
    return [*sentences, _ending_in(_next_command(step, period), _("Next: {command}"))]


def _next_command(step: Step, period: Sequence[str]) -> str:
    """Return the command that does the step, or leads to it."""
    of_result = ("--year",) if step.period == YEAR else period
    match step.do:
        case Do.SETTLE:
            return command()
        case Do.DECIDE:
            return command("decide", "CODE", "GRADE", *of_result)
        case Do.POST | Do.REPOST:
            return command("notice", *of_result, "--post")
        case Do.NOTICE:
            return command("notice", *of_result)
        case Do.MATTERS:
            return command("matters")
        case Do.BEGIN:
            return command("open", *filter(None, [step.tier]), *period)
        case Do.NEW_YEAR:
            return command_line("new", "--from", str(database()))
        case _:
            return command("standings", *period)


def _ending_in(line: str, message: str, **words: str) -> str:
    """Fill a message that ends in a command, which gets a line of its own where both do not fit.

    So it can be copied whole.
    """
    text, most = message.format(command=line, **words), line_width()
    if most is None or cell_width(text) <= most:
        return text
    return f"{message.format(command='', **words).rstrip()}\n  {line}"


def _plain_step(step: Step, viewed: str) -> Plain:
    """Return the next step as a dict; it names its period where that is not the one viewed."""
    plain: Plain = {"do": step.do.value, "tier": step.tier or None}
    if step.period == YEAR:
        plain["period"] = "year"
    elif step.period != viewed or step.do not in _TOLD_WITH_COMMAND:
        plain["period"] = step.period
    return plain


def _plain_tier(tier: TierProgress) -> Plain:
    return {
        "key": tier.tier.key,
        "name": tier.tier.name,
        "state": tier.state.value,
        "paused": tier.is_paused,
        "weight": _weight(tier.tier.weight),
        "ballots_in": tier.handed_in,
        "ballots_voided": tier.voided,
        "ballots": len(tier.raters),
        "ratings_owed": tier.missing,
        "owed_by": [
            {
                "code": line.rater.code,
                "name": line.rater.name,
                "section": line.rater.section,
                "state": line.state.value,
                "answered": line.answered,
                "owed": line.owed,
                "missing": line.missing,
            }
            for line in tier.left_over
        ],
    }


def _weight(weight: Number) -> str | Plain:
    """Return one weight, or those of the classes, by role or group's key."""
    if isinstance(weight, ByClass):
        return {one: exact(number) for one, number in weight.of}
    return exact(weight)
