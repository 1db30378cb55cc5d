"""Read a person's line that is typed and not read from a file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import COLUMNS, Person, Role, Roster
from kaohe_tui.domain.rules.scheme.classes import Group
from kaohe_tui.domain.rules.scheme.scheme import RoleWords
from kaohe_tui.domain.rules.scheme.units import seated
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.decode import shown
from kaohe_tui.files.roster.roster import person_of, written_sections
from kaohe_tui.files.roster.supervisors import Supervisors
from kaohe_tui.files.sheets.reader import Row
from kaohe_tui.files.tables.columns import Columns, Line
from kaohe_tui.files.tables.damaged_names import fault_of_name
from kaohe_tui.files.tables.doubts import UNASKED
from kaohe_tui.files.tables.words import role_of, role_words
from kaohe_tui.files.toml.keys import listed
from kaohe_tui.words import N_, _


class _Typed(Line):
    """A line that was typed and not read from a file."""

    def placed(self, column: str, refusal: Refusal) -> Refusal:
        """Return the refusal of one field, by its name."""
        return refusal.within(N_("{key}: {fault}"), key=self.columns.headings[column])


def typed_person(
    fields: Mapping[str, str],
    roster: Roster,
    words: RoleWords = MappingProxyType({}),
    groups: Sequence[Group] = (),
) -> Person:
    """Return a person from a typed line, held to the rules of a roster's file.

    Args:
        fields: column -> what was typed; the columns of a roster, ``supervisors`` with ``;``
            between the codes.
        roster: everybody else in the roster.
        words: the scheme's own words for roles, read beside the usual ones.
        groups: the scheme's groups.

    Raises:
        Refusal: naming the field that cannot be taken.
    """
    headings = {column: _(label) for column, label in COLUMNS.items()}
    places = {column: at for at, column in enumerate(COLUMNS)}
    cells = [fields.get(column, "") for column in COLUMNS]
    line = _Typed(Columns("", places, headings, tuple(headings.values())), Row(1, cells))
    line.filled("name")
    name = line.undamaged("name", fault_of_name)
    person = seated(person_of(line, name, partial(_known_role, words), groups))
    supervisors = Supervisors((*roster, person), UNASKED, words)
    section = written_sections(roster).get(name_key(person.section), person.section)
    person = replace(person, section=section, supervisors=supervisors.of(line, person.code))
    if supervisors.doubts:
        [doubt, *_others] = supervisors.doubts.values()
        raise line.fault("supervisors", "name-ambiguous", doubt.told())
    return person


def _known_role(words: RoleWords, line: Line) -> Role:
    text = line.filled("role")
    role = role_of(text, words)
    if role is None:
        raise line.fault(
            "role",
            "role-unknown",
            N_("“{role}” is not a role; the roles are: {roles}."),
            role=shown(text),
            roles=listed(role_words(words)),
        )
    return role
