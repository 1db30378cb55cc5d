"""Say in sentences what is corrected in a line of a roster, and what follows from it."""

from collections.abc import Iterable, Iterator, Sequence

from kaohe_tui.domain.record.fields.roster_lines import change_told, line_told
from kaohe_tui.domain.record.words import Names
from kaohe_tui.domain.rules.people import COLUMNS, Person, Role, Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.roster.sections import look_alikes
from kaohe_tui.services.periods.roster_righting import Change, TierEffect
from kaohe_tui.words import N_, _, _n

_MOST = 4
"""The number of names that are listed one by one."""
_RATED = (N_("{tier}: {name} is rated by {names}."), N_("{tier}: {name} rates {names}."))
_NOT_RATED = (
    N_("{tier}: {name} is no longer rated by {names}."),
    N_("{tier}: {name} no longer rates {names}."),
)
"""Two messages: for pairs in which the person is rated, and those in which they rate."""


def consequences(change: Change, scheme: Scheme) -> list[str]:
    """Return what is changed and what follows, a sentence each.

    Args:
        change: what is to be done, or was.
        scheme: the period's, which says how roles are shown.
    """
    sentences = _line(change, scheme)
    for effect in change.tiers:
        sentences += _of_tier(change, effect)
    if not change.tiers:
        sentences.append(_("Who rates whom stays as it is."))
    sentences += (each.told for each in change.unrated)
    if change.later:
        sentences.append(
            _("The roster for what is still to be opened changes alike: {periods}.").format(
                periods=_(", ").join(change.later)
            )
        )
    return sentences


def namesakes(roster: Roster, person: Person) -> list[str]:
    """Say who else has a person's name: a sentence, or none."""
    same = [
        each
        for each in roster
        if each.code != person.code and name_key(each.name) == name_key(person.name)
    ]
    if not same:
        return []
    people = _(", ").join(
        _("{name} ({code})").format(
            name=each.name, code=" ".join(filter(None, (each.code, each.section)))
        )
        for each in same
    )
    return [_("Somebody of that name is in the roster already: {people}.").format(people=people)]


def differences(
    before: Person, after: Person, people: Iterable[Person], scheme: Scheme
) -> list[str]:
    """Return the fields of a line that differ, each as it was and as it is.

    Args:
        before: the line as it was.
        after: the line as it is to be.
        people: give the names of supervising leaders.
        scheme: says how roles are shown.
    """
    return list(change_told((before, after), _names_of(people, scheme), ""))


def _line(change: Change, scheme: Scheme) -> list[str]:
    """Return what is changed in the line, or all of a new one."""
    before, after = change.before, change.after
    if before is None:
        code = _("{what}: {told}").format(what=_(COLUMNS["code"]), told=after.code)
        sentence = _("; ").join([code, *line_told(after, _names_of(change.roster, scheme), "")])
        told_now = [sentence, *namesakes(change.roster, after)]
        return told_now + look_alikes(change.roster, after.section)
    told_now = differences(before, after, change.roster, scheme)
    if name_key(before.name) != name_key(after.name):
        told_now += namesakes(change.roster, after)
    if before.section != after.section:
        told_now += look_alikes(change.roster, after.section)
    return told_now


def _names_of(people: Iterable[Person], scheme: Scheme) -> Names:
    roles = {("", role): scheme.role_name(role) for role in Role}
    return Names({}, {}, {each.code: each.name for each in people}, roles=roles)


def _of_tier(change: Change, effect: TierEffect) -> Iterator[str]:
    tier, code = effect.tier.name, change.after.code
    for pairs, messages in ((effect.owed, _RATED), (effect.not_owed, _NOT_RATED)):
        raters = [rater for rater, ratee in pairs if ratee == code]
        ratees = [ratee for rater, ratee in pairs if rater == code]
        for codes, message in zip((raters, ratees), messages, strict=True):
            if codes:
                yield _(message).format(
                    tier=tier, name=change.called, names=_names(change.roster, codes)
                )
    if effect.incomplete:
        yield _incomplete(change.roster, effect)
    if effect.dropped:
        yield _n(
            "{tier}: {count} rating that was given is taken off; the record keeps it.",
            "{tier}: {count} ratings that were given are taken off; the record keeps them.",
            effect.ratings,
        ).format(tier=tier, count=effect.ratings)


def _incomplete(roster: Roster, effect: TierEffect) -> str:
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
    ).format(tier=effect.tier.name, count=count, names=_names(roster, effect.incomplete))


def _names(roster: Roster, codes: Sequence[str]) -> str:
    """Join some names, and say how many there are where these are not all."""
    names = _(", ").join(roster.called(roster[code]) for code in codes[:_MOST])
    if len(codes) <= _MOST:
        return names
    return _("{names} and others, {count} in all").format(names=names, count=len(codes))
