"""Say in a few lines who is in a roster, to be looked at before it is taken."""

from collections import Counter

from kaohe_tui.domain.rules.people import Role, Roster
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.text import few
from kaohe_tui.files.roster.sections import look_alikes
from kaohe_tui.words import _, _n

_SECTIONS = 12
"""Sections that are named."""


def summary(roster: Roster, scheme: Scheme) -> list[str]:
    """Return the people by role and by section, who supervises, and which sections look alike."""
    members = [person for person in roster if person.role is not Role.UNIT]
    roles = Counter(person.role for person in members)
    by_role = [f"{scheme.role_name(role)} {roles[role]}" for role in reversed(Role) if roles[role]]
    count = len(members)
    people = _n("{count} person: {roles}.", "{count} people: {roles}.", count)
    sentences = [people.format(count=count, roles=_(", ").join(by_role))]
    if units := len(roster) - count:
        rated = _n("{count} section is rated itself.", "{count} sections are rated.", units)
        sentences.append(rated.format(count=units))
    sections = Counter(person.section for person in members if person.section)
    if sections:
        listed = _(", ").join(f"{name} {size}" for name, size in [*sections.items()][:_SECTIONS])
        named = listed
        if (more := len(sections) - _SECTIONS) > 0:
            named = _n(
                "{names} and {count} section more", "{names} and {count} sections more", more
            )
            named = named.format(names=listed, count=more)
        sentence = _n("{count} section: {names}.", "{count} sections: {names}.", len(sections))
        sentences.append(sentence.format(count=len(sections), names=named))
    supervised = Counter(code for person in roster for code in person.supervisors)
    if supervised:
        named = few(
            [f"{roster.called(roster[code])} {size}" for code, size in supervised.items()],
            _SECTIONS,
        )
        sentences.append(_("Supervising leaders, with how many each: {names}.").format(names=named))
    return [*sentences, *look_alikes(roster)]
