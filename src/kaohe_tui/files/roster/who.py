"""Find the people that a table names, by code or by name."""

import re
from collections.abc import Sequence

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Roster, with_section
from kaohe_tui.domain.text import few, name_key
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.columns import CODE, Line, plain_code
from kaohe_tui.words import N_

_BOTH = (
    re.compile(r"(?P<name>.+?)\s*[(\[]\s*(?P<code>[A-Za-z0-9_-]{1,20})\s*[)\]]", re.ASCII),
    re.compile(r"(?P<code>[A-Za-z0-9_-]{1,20})[\s、,.:-]+(?P<name>\D.*)", re.ASCII),
)


class Who:
    """The people of a roster, found by what a cell says."""

    def __init__(self, roster: Roster) -> None:
        """Index the people by name."""
        self.roster = roster
        """Everybody."""
        self._named: dict[str, list[Person]] = {}
        for person in roster:
            self._named.setdefault(name_key(person.name), []).append(person)

    def meant(self, text: str, section: str = "") -> Sequence[Person]:
        """Return those whom a text may mean: by code, by name, or by both in one text.

        Args:
            text: the text.
            section: the section that stands beside it; leaves out those of the name in another.
        """
        plain = plain_code(text)
        if plain in self.roster:
            return [self.roster[plain]]
        if named := self._named.get(name_key(text)):
            beside = [p for p in named if section and name_key(p.section) == name_key(section)]
            return beside or named
        for pattern in _BOTH:
            match = pattern.fullmatch(plain)
            if match and match["code"] in self.roster:
                person = self.roster[match["code"]]
                if name_key(person.name) == name_key(match["name"]):
                    return [person]
        return []

    def code(self, line: Line, column: str, section: str = "") -> str:
        """Return the code of the person in a cell.

        A code that nobody has is returned as well: the meeting tells more about it.

        Raises:
            Refusal: when the cell is empty or names nobody, or several people.
        """
        text = line.filled(column)
        match self.meant(text, section):
            case [person] if name_key(text) == name_key(person.name):
                return person.code
            case [person]:
                if CODE.fullmatch(plain_code(text)):
                    return line.code(column)
                return person.code
            case []:
                if len(self.roster) and not CODE.fullmatch(plain_code(text)):
                    raise line.placed(column, unknown(text))
                return line.code(column)
            case several:
                raise line.placed(column, ambiguous(text, several))

    def check_name(self, line: Line, column: str, code: str) -> None:
        """Refuse a name beside a code that is another person's.

        Raises:
            Refusal: as said; an empty cell, and a code that nobody has, are passed over.
        """
        text = line.text(column)
        if not text or code not in self.roster:
            return
        person = self.roster[code]
        if name_key(text) != name_key(person.name):
            raise line.fault(
                column,
                "name-not-of-code",
                N_("code {code} is {name}, not {other}; correct the code or the name."),
                code=code,
                name=person.name,
                other=shown(text),
            )


def unknown(text: str) -> Refusal:
    """Return the refusal of a name that nobody has, without its place."""
    return Refusal(
        "name-of-nobody",
        N_("nobody in the roster is called “{name}”; write the name as there, or the code."),
        name=shown(text),
    )


def ambiguous(text: str, people: Sequence[Person]) -> Refusal:
    """Return the refusal of a name that several people have, without its place."""
    listed = few([with_section(each.code, each.section) for each in people])
    return Refusal(
        "name-of-several",
        N_("several people are called “{name}”: {people}; write the code."),
        name=shown(text),
        people=listed,
    )
