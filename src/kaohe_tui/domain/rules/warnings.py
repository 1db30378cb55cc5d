"""Say, before anything is frozen, what of a scheme does not fit its roster, a sentence each.

Rule: docs/scoring.md, "What is said before anything is locked".
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.nobody import unrated
from kaohe_tui.domain.rules.pairs import Pair, expected, goes_by_supervisor, owed_by_raters
from kaohe_tui.domain.rules.people import Person, Role, Roster, called, shared_names
from kaohe_tui.domain.rules.scheme.grades import QuotaBy
from kaohe_tui.domain.rules.scheme.scheme import RankBy, Scheme
from kaohe_tui.domain.rules.scheme.tiers import Scope
from kaohe_tui.domain.text import few
from kaohe_tui.words import N_, _, _n

_NAMED = 12
"""People that a sentence names; more are counted."""


def warnings(
    scheme: Scheme, roster: Roster, recused: Mapping[str, Collection[Pair]] | None = None
) -> tuple[str, ...]:
    """Return what does not fit, a sentence each; empty where everything does.

    Args:
        scheme: the rules.
        roster: everybody.
        recused: tier's key -> the pairs that are not owed in it.
    """
    pairs = recused or {}
    return (
        *(lacking.told for lacking in unrated(scheme, roster, recused)),
        *_without_pairs(scheme, roster, pairs),
        *_without_section(scheme, roster),
        *_without_people(scheme, roster),
        *_without_places(scheme, roster),
    )


def check_none(sentences: Iterable[str]) -> None:
    """Refuse to go on while anything does not fit.

    Raises:
        Refusal: with all the sentences.
    """
    if text := "\n".join(sentences):
        raise Refusal(
            "warnings-strict",
            N_("{warnings}\nNothing was done, for --strict refuses what does not fit."),
            warnings=text,
        )


def _named(roster: Roster, people: Iterable[Person]) -> str:
    shared = shared_names(roster)
    return few([called(person, shared) for person in people], _NAMED)


def _without_pairs(
    scheme: Scheme, roster: Roster, recused: Mapping[str, Collection[Pair]]
) -> Iterator[str]:
    """Name those who are to be rated and whom nobody rates, and those who rate nobody."""
    rated, rating = set[str](), set[str]()
    for tier in scheme.tiers:
        pairs = recused.get(tier.key, ())
        counts = expected(scheme, tier, roster, pairs)
        rated |= {code for code, count in counts.items() if count}
        rating |= owed_by_raters(scheme, tier, roster, pairs).keys()
    is_ratee = [
        p
        for p in roster
        if p.role is not Role.HEAD and any(scheme.is_ratee(tier, p) for tier in scheme.tiers)
    ]
    is_rater = [p for p in roster if any(scheme.is_rater(tier, p) for tier in scheme.tiers)]
    if unknown := [p for p in is_ratee if p.code not in rated]:
        message = _n(
            "Nobody rates {names} in any tier: there will be no score.",
            "Nobody rates {count} people in any tier, so they will have no score: {names}.",
            len(unknown),
        )
        yield message.format(count=len(unknown), names=_named(roster, unknown))
    if idle := [p for p in is_rater if p.code not in rating]:
        message = _n(
            "{names} rates nobody, though the role or a group of theirs rates in some tier.",
            "{count} people rate nobody, though their role or a group of theirs rates in some "
            "tier: {names}.",
            len(idle),
        )
        yield message.format(count=len(idle), names=_named(roster, idle))


def _without_section(scheme: Scheme, roster: Roster) -> Iterator[str]:
    """Name those who are in a tier that goes by sections, and have none."""
    tiers = [tier for tier in scheme.tiers if Scope.SECTION in tier.scopes]
    people = [
        p
        for p in roster
        if not p.section
        and any(scheme.is_rater(tier, p) or scheme.is_ratee(tier, p) for tier in tiers)
    ]
    if people:
        message = _n(
            "{names} has no section, and is left out where only the own section is rated "
            "({tiers}).",
            "{count} people have no section, and are left out where only the own section is rated "
            "({tiers}): {names}.",
            len(people),
        )
        names = _(", ").join(tier.name for tier in tiers)
        yield message.format(count=len(people), names=_named(roster, people), tiers=names)


def _without_people(scheme: Scheme, roster: Roster) -> Iterator[str]:
    """Name the leaders whom nobody has as a supervisor, where that decides who rates whom."""
    if not goes_by_supervisor(scheme):
        return
    supervising = {code for person in roster for code in person.supervisors}
    idle = [p for p in roster if p.role is Role.LEADER and p.code not in supervising]
    if idle:
        message = _n(
            "{names} supervises nobody by the roster.",
            "{count} leaders supervise nobody by the roster: {names}.",
            len(idle),
        )
        yield message.format(count=len(idle), names=_named(roster, idle))


def _without_places(scheme: Scheme, roster: Roster) -> Iterator[str]:
    """Name the classes whose number of people gives no place of a grade."""
    ranked = [
        p
        for p in roster
        if p.role is not Role.HEAD and any(scheme.is_ratee(tier, p) for tier in scheme.tiers)
    ]
    for grade in scheme.grades:
        for name, size in Counter(_class_of(scheme, person) for person in ranked).items():
            if grade.is_limited and grade.places_among(size) == 0:
                message = _n(
                    "{name}: {count} person gives no place of the grade {grade}.",
                    "{name}: {count} people give no place of the grade {grade}.",
                    size,
                )
                yield message.format(name=name, count=size, grade=grade.name)


def _class_of(scheme: Scheme, person: Person) -> str:
    """Return the name of those with whom a person shares the places of grades."""
    if scheme.quota_by is QuotaBy.SECTION:
        return person.section or _("without a section")
    if scheme.rank is RankBy.TOGETHER or scheme.quota_by is QuotaBy.UNIT:
        return _("Everybody")
    return scheme.role_name(person.role)
