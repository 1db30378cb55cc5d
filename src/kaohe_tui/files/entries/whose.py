"""Say whose line it is, by code or by name; ask where several people have the name.

Rule: docs/files.md, "Whose line it is".
"""

from collections.abc import Sequence

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Roster
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.decode import shown
from kaohe_tui.files.roster.who import Who
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Choices, Doubt, Option
from kaohe_tui.words import N_, _

_OTHER = "other"
"""The answer that it is not the one person of that name: the line has to be corrected."""


class Whose:
    """Finds the people of a table's lines."""

    def __init__(self, roster: Roster, choices: Choices) -> None:
        """Begin with a roster, and with what was answered about the file."""
        self._who = Who(roster)
        self._choices = choices
        self.doubts: list[Doubt] = []
        """What is doubtful, in the order of the lines."""
        self.unsure: set[str] = set()
        """The codes of those among whom a question without an answer is."""

    def knows(self, text: str) -> bool:
        """Return whether a text names somebody, or several people."""
        return bool(self._who.meant(text))

    def code(self, line: Line) -> str:
        """Return the code of the person whose line it is; empty while that is in doubt.

        Raises:
            Refusal: when the line names nobody of the roster, or a code and somebody else's name.
        """
        column = "name" if line.raw("name") and not line.raw("person") else "person"
        text, section = line.filled(column), line.text("section")
        people = self._who.meant(text, section)
        if len(people) > 1:
            return self._asked(line, column, people)
        code = self._who.code(line, column, section)
        try:
            self._who.roster.find(code)
        except Refusal as refusal:
            raise line.placed(column, refusal) from refusal
        positions = line.columns.positions
        if positions.get("name") != positions["person"]:
            self._who.check_name(line, "name", code)
        if name_key(text) != name_key(code):
            return self._compared(line, column, self._who.roster[code])
        return code

    def _compared(self, line: Line, column: str, person: Person) -> str:
        """Return the code of somebody found by name alone; ask where the section is another."""
        section, own = name_key(line.text("section")), name_key(person.section)
        if not section or not own or section in own or own in section:
            return person.code
        question = _(
            "{cell}: the section there is “{section}”; is it {name} ({code}) of “{own}” all the "
            "same?"
        )
        doubt = Doubt(
            f"who {line.cell(column)}",
            question.format(
                cell=line.cell(column),
                section=shown(line.text("section")),
                name=shown(person.name),
                code=person.code,
                own=shown(person.section),
            ),
            (
                Option(person.code, _("yes, the same person")),
                Option(_OTHER, _("no, somebody else")),
            ),
            person.code,
        )
        if self._choices.answer(doubt) == _OTHER:
            raise line.fault(
                column,
                "person-other",
                N_("{name} of “{section}” is not in the roster; write the person's code."),
                name=shown(person.name),
                section=shown(line.text("section")),
            )
        self.doubts.append(doubt)
        return person.code

    def _asked(self, line: Line, column: str, people: Sequence[Person]) -> str:
        """Return the code that is answered, of people of one name."""
        cell = line.cell(column)
        question = _("{cell}: several people are called “{name}”; whose line is it?")
        doubt = Doubt(
            f"who {cell}",
            question.format(cell=cell, name=shown(people[0].name)),
            tuple(
                Option(
                    each.code,
                    _("{code}, {section}").format(
                        code=each.code, section=shown(each.section) or "–"
                    ),
                )
                for each in people
            ),
            "",
        )
        self.doubts.append(doubt)
        code = self._choices.answer(doubt)
        if not code:
            self.unsure.update(each.code for each in people)
        return code
