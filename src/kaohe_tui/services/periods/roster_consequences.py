"""Say in sentences what follows from a corrected line of an opened period's roster."""

from collections.abc import Iterator, Sequence

from kaohe_tui.domain.rules.people import Person
from kaohe_tui.services.periods.roster_righting import Change, TierEffect
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.words import N_, _, _n

_MOST = 4
"""The number of names that are listed one by one."""
_RATED = (N_("{tier}: {name} is rated by {names}."), N_("{tier}: {name} rates {names}."))
_NOT_RATED = (
    N_("{tier}: {name} is no longer rated by {names}."),
    N_("{tier}: {name} no longer rates {names}."),
)
"""Two messages: for pairs in which the person is rated, and those in which they rate."""


def consequences(room: Room, change: Change) -> list[str]:
    """Return what follows, a sentence each.

    Args:
        room: gives names.
        change: what is to be done, or was.
    """
    here, told = room.period(change.period), list[str]()
    for effect in change.tiers:
        told += _of_tier(here, change.after, effect)
    if not change.tiers:
        told.append(_("Who rates whom stays as it is."))
    if change.later:
        told.append(
            _("The roster for what is still to be opened changes alike: {periods}.").format(
                periods=_(", ").join(change.later)
            )
        )
    return told


def _of_tier(here: PeriodRoom, person: Person, effect: TierEffect) -> Iterator[str]:
    name, tier = person.name, effect.tier.name
    for pairs, messages in ((effect.owed, _RATED), (effect.not_owed, _NOT_RATED)):
        raters = [rater for rater, ratee in pairs if ratee == person.code]
        ratees = [ratee for rater, ratee in pairs if rater == person.code]
        for codes, message in zip((raters, ratees), messages, strict=True):
            if codes:
                yield _(message).format(tier=tier, name=name, names=_names(here, person, codes))
    if effect.incomplete:
        yield _incomplete(here, person, effect)
    if effect.dropped:
        yield _n(
            "{tier}: {count} rating that was given is taken off; the record keeps it.",
            "{tier}: {count} ratings that were given are taken off; the record keeps them.",
            effect.ratings,
        ).format(tier=tier, count=effect.ratings)


def _incomplete(here: PeriodRoom, person: Person, effect: TierEffect) -> str:
    count = len(effect.incomplete)
    if effect.tier.secret:
        return _n(
            "{tier}: {count} ballot lies in the urn; no rating can be added to it.",
            "{tier}: {count} ballots lie in the urn; no rating can be added to them.",
            count,
        ).format(tier=effect.tier.name, count=count)
    return _n(
        "{tier}: {count} ballot that is in lacks a rating ({names}): give it back, or import it.",
        "{tier}: {count} ballots that are in lack a rating ({names}): give them back, or import "
        "the rest.",
        count,
    ).format(tier=effect.tier.name, count=count, names=_names(here, person, effect.incomplete))


def _names(here: PeriodRoom, person: Person, codes: Sequence[str]) -> str:
    """Join some names, and say how many there are where these are not all."""
    known = {each.code: each.name for each in here.roster} | {person.code: person.name}
    told = _(", ").join(known[code] for code in codes[:_MOST])
    if len(codes) <= _MOST:
        return told
    return _("{names} and others, {count} in all").format(names=told, count=len(codes))
