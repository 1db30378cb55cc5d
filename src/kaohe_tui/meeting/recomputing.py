"""A frozen result against the facts on disk: the first figure that does not follow from them."""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from kaohe_tui.domain import numbers
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result import fingerprint
from kaohe_tui.meeting.correcting import recomputed
from kaohe_tui.meeting.room import PeriodRoom, Room
from kaohe_tui.store import results
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
    "owed": N_("ratings owed"),
    "abstained": N_("abstentions"),
    "recused": N_("recusals"),
    "void": N_("void ratings"),
    "dropped_low": N_("lowest ratings dropped"),
    "dropped_high": N_("highest ratings dropped"),
}
_TENTHS = ("sum", "dropped_low", "dropped_high")
"""Figures that are frozen in tenths of a point."""


def of_result(room: Room, key: str) -> Iterator[str]:
    """The first figure of a closed period's frozen result that the facts do not give, as a
    sentence."""
    try:
        here = room.period(key)
        with room.database.reading() as tx:
            frozen = results.latest(tx, here.opened_id)
            now = recomputed(tx, here)
    except Refusal as refusal:
        yield str(refusal)
        return
    except (KeyError, ValueError):
        yield _("{period}: its result cannot be made again from what is there.").format(period=key)
        return
    if frozen is None:
        yield _("{period}: it is closed, but its result is missing.").format(
            period=here.steps.period.name
        )
    elif frozen.fingerprint != fingerprint(frozen.body):
        yield _("{period}: its frozen result does not fit its own fingerprint.").format(
            period=here.steps.period.name
        )
    elif frozen.body != now and (figure := _first_figure(frozen.body, now)):
        yield _figure_told(here, *figure)


def _first_figure(frozen: str, now: str) -> tuple[str, str, object, object] | None:
    """Person's name, figure, as it was frozen, as it is now; None where no figure differs."""
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
    """The figures of a person, those first from which the others are made."""
    others = {tier["tier"]: tier for tier in other["tiers"]}
    for tier in row["tiers"]:
        theirs = others.get(tier["tier"], {})
        for name in ("mean", "ratings", *tier):
            yield f"{tier['tier']}.{name}", tier[name], theirs.get(name)
    for name in row:
        if name != "tiers":
            yield name, row[name], other.get(name)


def _figure_told(here: PeriodRoom, name: str, figure: str, frozen: object, now: object) -> str:
    tier, _dot, part = figure.rpartition(".")
    what = _(_FIGURES[part]) if part in _FIGURES else part
    if tier:
        what = f"{tier_named(here, tier)} {what}"
    return _(
        "{period}: {name}, {figure}: frozen as {frozen}, but what is on disk gives {now}."
    ).format(
        period=here.steps.period.name,
        name=name,
        figure=what,
        frozen=_told(here, part, frozen),
        now=_told(here, part, now),
    )


def _told(here: PeriodRoom, figure: str, value: object) -> str:
    """A frozen value as a person knows it."""
    if value is None:
        return _("nothing")
    values = value if isinstance(value, list) else [value]
    if figure in _TENTHS:
        values = [f"{each}/10" for each in values]
    decimals = here.scheme.decimals
    shown = [numbers.shown(Fraction(str(v)), decimals) if "/" in str(v) else str(v) for v in values]
    return _(", ").join(shown) or _("nothing")


def tier_named(here: PeriodRoom, key: str) -> str:
    """A tier's name; its key where the scheme has none of that key."""
    return next((tier.name for tier in here.scheme.tiers if tier.key == key), key)
