"""Recompute frozen results from the facts on disk, and find the first figure that differs."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kaohe_tui.domain import numbers
from kaohe_tui.domain.record.course import Course
from kaohe_tui.domain.record.things import Finding
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import fingerprint
from kaohe_tui.domain.rules.steps import PeriodState
from kaohe_tui.services.record.replaying import Replay
from kaohe_tui.services.result.freezing import recomputed
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.periods import periods as periods_store
from kaohe_tui.store.periods import results
from kaohe_tui.store.periods.results import FrozenResult
from kaohe_tui.words import N_, _

_FIGURES = {
    "score": N_("score"),
    "bonus": N_("bonus"),
    "deduction": N_("deduction"),
    "total": N_("total"),
    "rank": N_("rank"),
    "tied": N_("tie"),
    "vetoed": N_("veto"),
    "provisional": N_("missing ratings"),
    "tie_breaks": N_("tie-break"),
    "person": N_("name and section"),
    "mean": N_("mean"),
    "ratings": N_("number of ratings"),
    "kept": N_("number of ratings kept"),
    "sum": N_("sum"),
    "weight": N_("weight"),
    "owed": N_("ratings expected"),
    "abstained": N_("abstentions"),
    "recused": N_("recusals"),
    "void": N_("void ratings"),
    "dropped_low": N_("lowest ratings trimmed"),
    "dropped_high": N_("highest ratings trimmed"),
    "points": N_("Full marks"),
    "value": N_("score"),
    "base": N_("score"),
    "figure": N_("figure"),
    "best": N_("figure"),
    "state": N_("State"),
    "factors": N_("a factor"),
}
_EXACT = re.compile(r"-?\d+/\d+")
"""A fraction, as it stands in frozen results."""
_IN_PARTS = ("sum", "dropped_low", "dropped_high")
"""Figures that are frozen in parts of a point, as many as the tier has."""
_BROKEN = (AttributeError, LookupError, TypeError, ValueError)
"""What reading a row raises that another program changed.

A changed byte may make a number of a text.
"""


def of_results(room: Room, course: Course) -> Iterator[tuple[Finding, ...]]:
    """Compute every frozen result again, those that later ones replaced too.

    Args:
        room: the person acting needs no duty for this: only differences are shown.
        course: says which entry froze which result.

    Yields:
        For each result that could be computed again: what does not follow from the facts.
    """
    with room.database.reading() as tx:
        periods = [(facts.key, facts.id, facts.state) for facts in periods_store.periods(tx)]
        frozen = {key: results.all_of(tx, period_id) for key, period_id, _state in periods}
    for key, _id, state in periods:
        if state is PeriodState.CLOSED and not frozen[key]:
            missing = _("{period}: it is closed, but its result is missing.").format(
                period=_name(room, key)
            )
            yield (Finding(missing, ("frozen", key), ""),)
        yield from _of_period(room, course, key, state, frozen[key])


def _name(room: Room, key: str) -> str:
    """Return what a period is called; its key where that cannot be read."""
    try:
        return room.period(key).steps.period.name
    except (Refusal, *_BROKEN):
        return key


def _of_period(
    room: Room, course: Course, key: str, state: PeriodState, frozen: Sequence[FrozenResult]
) -> Iterator[tuple[Finding, ...]]:
    replay: Replay | None = None
    for result in frozen:
        thing = "frozen", key, str(result.number)
        if result.fingerprint != fingerprint(result.body):
            mismatch = _(
                "{period}: its locked result no. {number} does not match its own fingerprint."
            ).format(period=_name(room, key), number=result.number)
            yield (Finding(mismatch, thing, fingerprint(result.body)),)
            continue
        try:
            period_room = room.period(key)
            if result is frozen[-1] and state is PeriodState.CLOSED:
                with room.database.reading() as tx:
                    now = recomputed(tx, period_room)
            else:
                replay = replay or Replay(room, key, checked=False)
                entry = course.last.get(("result", key, str(result.number)), 0)
                body = replay.made_again(entry)
                if body is None:
                    continue
                now = body
            figure = _first_figure(result.body, now) if result.body != now else None
            mismatch = _figure_told(period_room, *figure) if figure else ""
        except Refusal as refusal:
            yield (Finding(str(refusal), thing, "refused"),)
        except _BROKEN:
            sentence = _("{period}: its result cannot be recalculated from the current data.")
            yield (Finding(sentence.format(period=_name(room, key)), thing, "unreadable"),)
        else:
            yield (Finding(mismatch, thing, fingerprint(now)),) if mismatch else ()


def _first_figure(frozen: str, now: str) -> tuple[str, str, object, object] | None:
    """Return the first figure that differs; None where none does.

    Returns:
        The person's name, the figure, as it was frozen, as it is now.
    """
    before, after = json.loads(frozen), json.loads(now)
    rows = {row["person"]["code"]: row for row in after["rows"]}
    for row in before["rows"]:
        other = rows.pop(row["person"]["code"], None)
        name = row["person"]["name"]
        if other is None:
            return name, "person", name, None
        for figure, one, two in _figures(row, other):
            if one != two:
                return name, figure, one, two
    for row in rows.values():
        return row["person"]["name"], "person", None, row["person"]["name"]
    # Results frozen before grades were kept hold none.
    old, new = before.get("grades"), after["grades"]
    if old is not None and old != new:
        code = next(code for code in {**old, **new} if old.get(code) != new.get(code))
        names = {row["person"]["code"]: row["person"]["name"] for row in before["rows"]}
        return names.get(code, code), _("proposed grade"), old.get(code), new.get(code)
    return None


def _figures(
    row: Mapping[str, Any], other: Mapping[str, Any]
) -> Iterator[tuple[str, object, object]]:
    """Yield the figures of a person as (name, frozen, now), causes before their effects."""
    others = {tier["tier"]: tier for tier in other["tiers"]}
    for tier in row["tiers"]:
        theirs = others.get(tier["tier"], {})
        for name in ("mean", "ratings", *tier):
            yield f"{tier['tier']}.{name}", tier[name], theirs.get(name)
    others = {part["component"]: part for part in other.get("components", ())}
    for part in row.get("components", ()):
        theirs = others.get(part["component"], {})
        for name in part:
            yield f"{part['component']}.{name}", part[name], theirs.get(name)
    for name in row:
        if name not in ("tiers", "components"):
            yield name, row[name], other.get(name)


def _figure_told(
    period_room: PeriodRoom, name: str, figure: str, frozen: object, now: object
) -> str:
    tier, _dot, part = figure.rpartition(".")
    figure_name = _(_FIGURES[part]) if part in _FIGURES else part
    if tier:
        figure_name = f"{tier_named(period_room, tier)} {figure_name}"
    return _(
        "{period}: {name}, {figure}: locked as {frozen}, but the current data gives {now}."
    ).format(
        period=period_room.steps.period.name,
        name=name,
        figure=figure_name,
        frozen=_value_in_words(period_room, tier, part, frozen),
        now=_value_in_words(period_room, tier, part, now),
    )


def _value_in_words(period_room: PeriodRoom, tier: str, figure: str, value: object) -> str:
    """Return a frozen value as a person knows it."""
    if value is None:
        return _("none")
    if isinstance(value, dict):
        # Somebody: name, section, role and the rest, whichever differs.
        return _(", ").join(str(each) for each in value.values() if each)
    values = value if isinstance(value, list) else [value]
    if figure in _IN_PARTS:
        unit = period_room.forms.unit(period_room.scheme.tier(tier))
        values = [f"{each}/{unit}" for each in values]
    decimals = period_room.scheme.decimals
    shown = [
        numbers.shown(Fraction(str(v)), decimals) if _EXACT.fullmatch(str(v)) else str(v)
        for v in values
    ]
    return _(", ").join(shown) or _("none")


def tier_named(period_room: PeriodRoom, key: str) -> str:
    """Return a tier's or component's name; its key where the scheme has no such one."""
    scheme = period_room.scheme
    known = {part.key: part.name for part in scheme.parts}
    return (known | {tier.key: tier.name for tier in scheme.tiers}).get(key, key)
