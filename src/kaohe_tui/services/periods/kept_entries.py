"""Keep what the group entered when a new roster or scheme is taken.

An entry that stands must not be lost, nor come to mean something else, without anybody having
withdrawn it.
"""

from collections.abc import Iterable, Iterator

from kaohe_tui.domain.entries.entries import (
    KIND_OF,
    Absence,
    Adjustment,
    Entered,
    Figure,
    GroupFacts,
)
from kaohe_tui.domain.entries.figures import SECTION
from kaohe_tui.domain.entries.sizes import each_of
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.class_weights import check_people
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.periods import Period
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.standings.standings import rated_people
from kaohe_tui.services.periods.meanings import in_year, meaning
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.entries import entries
from kaohe_tui.store.periods import periods
from kaohe_tui.words import N_, _, _n

_NAMED = 5
"""Entries that a sentence lists; further ones are a number."""


def check_roster(room: Room, tx: Transaction, new: Roster) -> None:
    """Refuse a roster for the periods still to be opened that lacks a person with an entry there.

    Raises:
        Refusal: when it does, or a veto would be on somebody whom nobody rates.
    """
    known = room.roster()
    for period in _to_open(room):
        for entry in _standing(entries.facts(tx, period.key)):
            if entry.code in known and entry.code not in new:
                raise Refusal(
                    "roster-lacks-person",
                    N_(
                        "{name} ({code}) is not in the new roster but has entries in {period};"
                        " withdraw them first."
                    ),
                    name=known[entry.code].name,
                    code=entry.code,
                    period=period.name,
                )
    check_later(room, tx, new)


def check_later(room: Room, tx: Transaction, new: Roster) -> None:
    """Refuse a roster for the periods still to be opened as ``check_fits`` does."""
    for period in _to_open(room):
        period_room = room.period(period.key)
        check_fits(tx, period_room, period_room.whole, new)


def check_fits(tx: Transaction, period_room: PeriodRoom, scheme: Scheme, roster: Roster) -> None:
    """Refuse a scheme or a roster that give somebody no weight, or a vetoed person no rater.

    Args:
        tx: of the change.
        period_room: the period as it is.
        scheme: the one it would have, with all its tiers.
        roster: the one it would have.

    Raises:
        Refusal: when there is such a person; entering the veto then would be refused as well. See
            ``class_weights.check_people``.
    """
    check_people(scheme, roster)
    before = {person.code for person in rated_people(period_room.scheme, period_room.roster)}
    after = {p.code for p in rated_people(scheme.for_period(period_room.key), roster)}
    for veto in entries.facts(tx, period_room.key).vetoes:
        if veto.stands and veto.code in before - after and veto.code in roster:
            raise Refusal(
                "veto-without-rater",
                N_(
                    "{name} is vetoed in {period} and would be rated by nobody there, so the veto "
                    "would count nowhere; withdraw it first."
                ),
                name=roster.called(roster[veto.code]),
                period=period_room.steps.period.name,
            )


def _to_open(room: Room) -> Iterator[Period]:
    """Yield the periods still to be opened; those called off are not."""
    for period in room.rules()[0].periods:
        if room.period(period.key).id is None and period.key not in room.called_off():
            yield period


def check_dropped(tx: Transaction, dropped: Iterable[Period]) -> None:
    """Refuse to drop a period for which an entry stands.

    Raises:
        Refusal: when one does.
    """
    for period in dropped:
        if any(_standing(entries.facts(tx, period.key))):
            raise Refusal(
                "scheme-lacks-period",
                N_("The new scheme lacks {period}, for which entries stand; withdraw them first."),
                period=period.name,
            )


def check_scheme(room: Room, tx: Transaction, new: Scheme) -> None:
    """Refuse a scheme under which an entry that stands would mean something else.

    Of periods that were opened, which keep their scheme, only vetoes are looked at: they hold in
    the year as well.

    Raises:
        Refusal: when there is such an entry; it names it and those like it.
    """
    old, _fingerprint, roster = room.base()
    check_people(new, roster)
    opened = {period.key for period in periods.periods(tx)}
    changed = []
    for period in new.periods:
        facts = entries.facts(tx, period.key)
        if period.key not in opened and any(each.stands for each in facts.vetoes):
            check_fits(tx, period_room := room.period(period.key), new, period_room.roster)
        for entry in _standing(facts):
            if period.key not in opened:
                _check_named(new, entry, _called(room, period, entry))
            if period.key in opened:
                before, after = (in_year(scheme, entry) for scheme in (old, new))
            else:
                before, after = (meaning(scheme, facts, entry) for scheme in (old, new))
            if before != after:
                changed.append((period, entry, before, after))
    if not changed:
        return
    period, entry, before, after = changed[0]
    raise Refusal(
        "scheme-changes-entry",
        N_(
            "Under the new scheme {entry} would mean something else (now: {before}; then: "
            "{after}); withdraw it first."
        ),
        entry=_called(room, period, entry),
        before=before,
        after=after,
    ).followed_by(_others([_called(room, where, which) for where, which, *_figures in changed[1:]]))


def _standing(facts: GroupFacts) -> Iterator[Entered]:
    """Yield the entries that were not withdrawn."""
    entered = (
        *facts.adjustments,
        *facts.vetoes,
        *facts.exemptions,
        *facts.absences,
        *facts.figures,
    )
    yield from (each for each in entered if each.stands)


def _check_named(new: Scheme, entry: Entered, called: str) -> None:
    """Refuse a scheme that lacks the rule, the kind of absence or the component of an entry."""
    if isinstance(entry, Adjustment):
        _check_rule(new, entry, called)
    elif isinstance(entry, Absence):
        _check_kind(new, entry, called)
    elif isinstance(entry, Figure):
        _check_part(new, entry, called)


def _check_rule(new: Scheme, entry: Adjustment, called: str) -> None:
    rule = next((each for each in new.adjustments if each.key == entry.rule), None)
    if rule is not None and each_of(rule, entry) is None:
        raise Refusal(
            "scheme-lacks-size",
            N_(
                "Under the new scheme “{rule}” takes other sizes than {entry} has; withdraw the "
                "entry first."
            ),
            rule=rule.name,
            entry=called,
        )
    if rule is None:
        raise Refusal(
            "scheme-lacks-rule",
            N_(
                "The new scheme is missing the rule “{rule}”, which {entry} is based on; withdraw "
                "the entry first."
            ),
            rule=entry.rule,
            entry=called,
        )


def _check_kind(new: Scheme, entry: Absence, called: str) -> None:
    if entry.kind and entry.kind not in {kind.key for kind in new.absences}:
        raise Refusal(
            "scheme-lacks-kind",
            N_(
                "The new scheme is missing the kind of absence “{kind}”, which {entry} names; "
                "withdraw the entry first."
            ),
            kind=entry.kind,
            entry=called,
        )


def _check_part(new: Scheme, entry: Figure, called: str) -> None:
    if entry.part not in {part.key for part in new.offices}:
        raise Refusal(
            "scheme-lacks-component",
            N_(
                "The new scheme is missing the component or factor “{component}”, which "
                "{entry} is for; withdraw the entry first."
            ),
            component=entry.part,
            entry=called,
        )


def _called(room: Room, period: Period, entry: Entered) -> str:
    """Return an entry's kind and number, its person, its period."""
    roster = room.roster()
    return _("{kind} no. {number} for {name} in {period}").format(
        kind=KIND_OF[type(entry)].label,
        number=entry.id,
        name=roster.called(roster[entry.code])
        if entry.code in roster
        else entry.code.removeprefix(SECTION),
        period=period.name,
    )


def _others(called: list[str]) -> str:
    """Return the sentence on further entries; empty where there are none."""
    if not called:
        return ""
    listed = _("; ").join(called[:_NAMED])
    if (more := len(called) - _NAMED) > 0:
        listed += _n("; and {count} more entry", "; and {count} more entries", more).format(
            count=more
        )
    return _("So would: {entries}.").format(entries=listed)
