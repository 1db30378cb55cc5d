"""Read a roster (花名册) from a .csv or .xlsx. Rule: docs/files.md, "Roster"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import COLUMNS, Person, Role, Roster, perhaps
from kaohe_tui.domain.rules.scheme import RoleWords
from kaohe_tui.domain.text import name_key, one_dot
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.roster.spelling import spelling
from kaohe_tui.files.sheets.odd_cells import fault_of_code
from kaohe_tui.files.sheets.reader import Row, rows
from kaohe_tui.files.tables.columns import Columns, Line, lines
from kaohe_tui.files.tables.damaged_names import fault_of_name, fault_of_words
from kaohe_tui.files.tables.words import headings, role_of, role_words
from kaohe_tui.files.toml.fields import listed
from kaohe_tui.words import N_, _

_REQUIRED = ("code", "name", "section", "role", "supervisors")
MOST = 10
"""The number of wrong lines that one refusal names at most."""
_BETWEEN = re.compile("[;\uff1b\u3001]")


def read_roster(path: Path, words: RoleWords = MappingProxyType({})) -> Roster:
    """Return everybody in the file, in its order, each with the pinyin that finds them.

    Args:
        path: the file.
        words: the scheme's own words for roles, read beside the usual ones.

    Raises:
        Refusal: a sentence with file, line and heading for each line that is wrong, at most
            ``MOST``.
    """
    people, line_of = _people(path, words)
    _check_zeros(people.values(), line_of)
    sections = _sections(people.values())
    cleaned = []
    for person in people.values():
        line = line_of[person.code]
        person = replace(
            person,
            section=sections[name_key(person.section)],
            supervisors=_supervisors(line, people.values()),
        )
        _check_supervisors(person, people, line)
        cleaned.append(person)
    return Roster(tuple(cleaned))


def _people(path: Path, words: RoleWords) -> tuple[dict[str, Person], dict[str, Line]]:
    """Read who stands in the file and in which line, both by code; supervisors are left out.

    Raises:
        Refusal: naming the lines that are wrong, or that there is nobody.
    """
    people: dict[str, Person] = {}
    line_of: dict[str, Line] = {}
    faults: list[str] = []
    for line in lines(path.name, rows(path), headings("roster"), _REQUIRED):
        try:
            person = _person(line, words)
        except Refusal as refusal:
            faults.append(str(refusal))
            continue
        if earlier := line_of.get(person.code):
            raise line.fault(
                "code",
                "code-used-twice",
                N_(
                    "The code {code} is already used in line {line}; each person needs a different "
                    "one."
                ),
                code=person.code,
                line=earlier.row.line,
            )
        people[person.code] = person
        line_of[person.code] = line
    if faults:
        # Otherwise one who mends the first would come back for each of the others.
        raise Refusal("roster-lines-wrong", " ".join(faults[:MOST]))
    if not people:
        raise in_file(path.name, "table-empty", N_("There is nobody below the headings."))
    return people, line_of


class _Typed(Line):
    """A line that was typed and not read from a file."""

    def placed(self, column: str, refusal: Refusal) -> Refusal:
        """Return the refusal of one field, by its name."""
        return refusal.within(N_("{key}: {fault}"), key=self.columns.headings[column])


def typed_person(
    fields: Mapping[str, str], roster: Roster, words: RoleWords = MappingProxyType({})
) -> Person:
    """Return a person from a typed line, held to the rules of a roster's file.

    Args:
        fields: column -> what was typed; the columns of a roster, ``supervisors`` with ``;``
            between the codes.
        roster: everybody else in the roster.
        words: the scheme's own words for roles, read beside the usual ones.

    Raises:
        Refusal: naming the field that cannot be taken.
    """
    headings = {column: _(label) for column, label in COLUMNS.items()}
    places = {column: place for place, column in enumerate(COLUMNS)}
    cells = [fields.get(column, "") for column in COLUMNS]
    line = _Typed(Columns("", places, headings, len(cells)), Row(1, cells))
    person = _person(line, words)
    people = [*roster, person]
    person = replace(person, supervisors=_supervisors(line, people))
    _check_supervisors(person, {each.code: each for each in people}, line)
    return person


def _person(line: Line, words: RoleWords) -> Person:
    line.filled("name")
    name = line.undamaged("name", fault_of_name)
    return Person(
        code=line.code("code"),
        name=one_dot(name),
        section=line.undamaged("section", fault_of_words),
        role=_role(line, words),
        identity=line.undamaged("identity", fault_of_words),
        clerk_note=line.text("clerk_note"),
        spelling=spelling(name),
    )


def _role(line: Line, words: RoleWords) -> Role:
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


def _sections(people: Iterable[Person]) -> dict[str, str]:
    """Return how each section is written, by its comparison key.

    It is written as it is with the fewest spaces in the file.
    """
    sections: dict[str, str] = {}
    for person in people:
        key = name_key(person.section)
        if key not in sections or len(person.section) < len(sections[key]):
            sections[key] = person.section
    return sections


def _check_zeros(people: Iterable[Person], line_of: Mapping[str, Line]) -> None:
    """Refuse a code that lost its leading zero, which Excel drops from a number."""
    numbers = [person for person in people if person.code.isdigit()]
    padded = [person.code for person in numbers if len(person.code) > 1 and person.code[0] == "0"]
    digits = {len(code) for code in padded}
    if len(digits) != 1:
        return
    for person in numbers:
        if len(person.code) < min(digits):
            raise line_of[person.code].fault(
                "code",
                "code-lost-zero",
                N_(
                    "The code {code} has fewer digits than others such as {other}: it may have "
                    "lost a zero; format the column as text and write {meant}."
                ),
                code=person.code,
                other=padded[0],
                meant=person.code.zfill(min(digits)),
            )


def _supervisors(line: Line, people: Iterable[Person]) -> tuple[str, ...]:
    parts = (part.strip() for part in _BETWEEN.split(line.text("supervisors")))
    codes = [_supervisor(line, part, people) for part in parts if part]
    return tuple(dict.fromkeys(codes))


def _supervisor(line: Line, text: str, people: Iterable[Person]) -> str:
    """Return the code of a supervising leader; for a name, refuse and offer its code.

    What is somebody's code is no name, even where the code stands in for the name.
    """
    if any(person.code == text for person in people):
        return line.as_code("supervisors", text)
    codes = [person.code for person in people if name_key(person.name) == name_key(text)]
    if len(codes) == 1:
        raise line.fault(
            "supervisors",
            "name-for-code",
            N_("“{name}” is a name; write the code instead: {code}."),
            name=shown(text),
            code=codes[0],
        )
    if codes:
        words = {"count": len(codes), "name": shown(text), "codes": _(", ").join(codes)}
        raise line.fault(
            "supervisors",
            "name-ambiguous",
            N_("{count} people are named {name}; give the code: {codes}."),
            **words,
        )
    if fault := fault_of_code(text, typed=bool(line.row.sheet)):
        raise line.fault("supervisors", "code-changed", fault)
    return line.as_code("supervisors", text)


def _check_supervisors(person: Person, people: dict[str, Person], line: Line) -> None:
    for code in person.supervisors:
        if code == person.code:
            raise line.fault(
                "supervisors",
                "own-supervisor",
                N_("{name} ({code}) cannot be their own supervisor."),
                name=person.name,
                code=code,
            )
        if code not in people:
            nobody = N_("Nobody in the roster has the code {code}; correct it or add the person.")
            unknown = Refusal("person-unknown", nobody, code=code)
            raise line.placed("supervisors", unknown.followed_by(perhaps(code, people)))
