"""Reads a roster (花名册), .csv or .xlsx. Rule: docs/files.md, "Roster"."""

import re
from collections.abc import Mapping
from pathlib import Path

from kaohe_tui.domain.people import Person, Role, Roster
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.columns import Columns, Line, lines
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.spelling import spelling
from kaohe_tui.files.tables import Row, rows
from kaohe_tui.files.toml_fields import listed
from kaohe_tui.files.words_in_files import headings, role_of, role_words
from kaohe_tui.words import N_, _

_REQUIRED = ("code", "name", "section", "role", "supervisors")
_COLUMNS = {
    "code": N_("Code"),
    "name": N_("Name"),
    "section": N_("Section"),
    "role": N_("Role"),
    "supervisors": N_("Supervising leaders"),
    "identity": N_("Identity"),
    "clerk_note": N_("Note"),
}
"""The columns of a roster, and what each is called; messages."""
_BETWEEN = re.compile("[;\uff1b\u3001]")


def read_roster(path: Path) -> Roster:
    """Everybody in the file, in its order, each with the pinyin that finds him.

    Raises:
        Refusal: one sentence with file, line and heading.
    """
    people: dict[str, Person] = {}
    where: dict[str, Line] = {}
    for line in lines(path.name, rows(path), headings("roster"), _REQUIRED):
        person = _person(line)
        if earlier := where.get(person.code):
            raise line.fault(
                "code",
                _(
                    "The code {code} is already used in line {line}; each person needs a different "
                    "one."
                ).format(code=person.code, line=earlier.row.line),
            )
        people[person.code] = person
        where[person.code] = line
    if not people:
        raise in_file(path.name, _("There is nobody below the headings."))
    for person in people.values():
        _check_supervisors(person, people, where[person.code])
    return Roster(tuple(people.values()))


class _Typed(Line):
    """A line that was typed and not read from a file."""

    def fault(self, column: str, fault: str) -> Refusal:
        """The refusal of one field, by its name."""
        return Refusal(_("{key}: {fault}").format(key=self.columns.headings[column], fault=fault))


def typed_person(fields: Mapping[str, str], others: Roster) -> Person:
    """Somebody whose line was typed, held to the rules of a roster's file.

    Args:
        fields: column -> what was typed; the columns of a roster, ``supervisors`` with ``;``
            between the codes.
        others: everybody else in the roster.

    Raises:
        Refusal: naming the field that cannot be taken.
    """
    columns = dict(_COLUMNS)
    headings = {column: _(label) for column, label in columns.items()}
    places = {column: place for place, column in enumerate(columns)}
    cells = [fields.get(column, "") for column in columns]
    line = _Typed(Columns("", places, headings, len(cells)), Row(1, cells))
    person = _person(line)
    everybody = {each.code: each for each in others} | {person.code: person}
    _check_supervisors(person, everybody, line)
    return person


def _person(line: Line) -> Person:
    name = line.filled("name")
    return Person(
        code=line.code("code"),
        name=name,
        section=line.text("section"),
        role=_role(line),
        supervisors=_supervisors(line),
        identity=line.text("identity"),
        clerk_note=line.text("clerk_note"),
        spelling=spelling(name),
    )


def _role(line: Line) -> Role:
    text = line.filled("role")
    role = role_of(text)
    if role is None:
        raise line.fault(
            "role",
            _("“{role}” is not a role; the roles are: {roles}.").format(
                role=shown(text), roles=listed(role_words())
            ),
        )
    return role


def _supervisors(line: Line) -> tuple[str, ...]:
    parts = (part.strip() for part in _BETWEEN.split(line.text("supervisors")))
    codes = [line.as_code("supervisors", part) for part in parts if part]
    return tuple(dict.fromkeys(codes))


def _check_supervisors(person: Person, people: dict[str, Person], line: Line) -> None:
    for code in person.supervisors:
        if code == person.code:
            raise line.fault(
                "supervisors",
                _("{name} ({code}) cannot be their own supervisor.").format(
                    name=person.name, code=code
                ),
            )
        if code not in people:
            raise line.fault(
                "supervisors",
                _("Nobody in the roster has the code {code}; correct it or add the person.").format(
                    code=code
                ),
            )
