"""Group the people who are listed together on a paper, and say what stands beside a name."""

from collections.abc import Iterator

from kaohe_tui.domain.public.dossier import Dossier
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.rules.scheme.scheme import RankBy
from kaohe_tui.domain.standings.standings import Standing
from kaohe_tui.words import _, _n

_APART = (Role.HEAD, Role.UNIT)
"""The roles that are in no list of all people."""


def listed_with(dossier: Dossier, person: Person) -> tuple[Standing, ...]:
    """Return the standings of the person's class, best first; the head is a class apart."""
    rows = dossier.standings.rows
    if dossier.scheme.rank is RankBy.TOGETHER and person.role not in _APART:
        return tuple(row for row in rows if row.person.role not in _APART)
    return tuple(row for row in rows if row.person.role is person.role)


def classes(dossier: Dossier) -> Iterator[tuple[str, tuple[Person, ...]]]:
    """Yield (class's name, its people, best first); exempted people without a score come last."""
    ranked = [row.person for row in dossier.standings.rows]
    codes = {person.code for person in ranked}
    facts = dossier.facts
    left_out = [
        p for p in dossier.roster if p.code not in codes and facts.exemption_of(p.code) is not None
    ]
    everybody = ranked + left_out
    scheme = dossier.scheme
    if scheme.rank is RankBy.TOGETHER:
        yield _("Everybody"), tuple(p for p in everybody if p.role not in _APART)
        for role in _APART:
            yield scheme.role_name(role), tuple(p for p in everybody if p.role is role)
        return
    for role in Role:
        yield scheme.role_name(role), tuple(p for p in everybody if p.role is role)


def standing_of(dossier: Dossier, person: Person) -> Standing | None:
    """Return the person's line in the standings; None where the person is not rated."""
    return next((r for r in dossier.standings.rows if r.person.code == person.code), None)


def remark(dossier: Dossier, person: Person) -> str:
    """Return what must be said beside the figures: veto, exemption, tie, missing ratings."""
    row = standing_of(dossier, person)
    words = []
    if row and row.vetoed:
        words.append(_("vetoed"))
    elif dossier.facts.vetoes_on(person.code):
        words.append(_("barred by a veto"))
    if exemption := dossier.facts.exemption_of(person.code):
        words.append(exemption.kind.label)
    if row and row.tied:
        words.append(_("tied"))
    if row and (owed := sum(tier.owed for tier in row.review.tiers)):
        words.append(
            _n("{count} rating missing", "{count} ratings missing", owed).format(count=owed)
        )
    return _("; ").join(words)
