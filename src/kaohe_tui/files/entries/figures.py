"""Read figures of the office (办公室录入) from a table. Rule: docs/files.md, "Figures"."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kaohe_tui.domain.entries.figures import of_section
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.decode import shown
from kaohe_tui.files.entries.reading import EntriesReading, read_entries
from kaohe_tui.files.entries.whose import Whose
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.damaged_names import fault_of_words
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.head import Kind
from kaohe_tui.files.tables.words import headings
from kaohe_tui.words import N_

_KIND = Kind(
    known=headings("figures"),
    required=("component", "figure", "evidence"),
    who=("person", "name", "section"),
    asked=("name", "approved_by"),
)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure as the file gives it, not yet checked against the scheme."""

    line: int
    """The line in the file, counted from 1."""
    code: str
    """The code of the person it is of, or a section; empty while that is in doubt."""
    component: str
    """Key or name of the component or factor, as written."""
    figure: str
    """The figure, as written."""
    evidence: str
    """The document that proves it; never empty."""
    approved_by: str
    """The approver's code or name; empty where nobody has approved it yet."""


def read_figures(
    path: Path, roster: Roster, is_of_sections: Callable[[str], bool], choices: Choices = UNASKED
) -> EntriesReading[FigureLine]:
    """Return what is understood of a file as figures, in its order.

    Args:
        path: the file.
        roster: everybody whom it may concern.
        is_of_sections: whether a component or factor, by key or name, has a figure a section.
        choices: what was answered about it before.

    Raises:
        Refusal: when the file is no such table; what is wrong with its lines is in the reading.
    """
    whose = _WhoseOrSection(roster, choices, is_of_sections)
    return read_entries(path, _KIND, whose, choices, _entry, is_blank=_is_blank)


def section_named(roster: Roster, text: str) -> str:
    """Return the name of a section as the roster has it.

    Raises:
        Refusal: when nobody is in a section of that name.
    """
    sections = {name_key(person.section): person.section for person in roster if person.section}
    if name_key(text) not in sections:
        raise Refusal(
            "section-unknown",
            N_("There is no section “{section}” in the roster; it has {known}."),
            section=shown(text),
            known=", ".join(sorted(sections.values())) or "–",
        )
    return sections[name_key(text)]


class _WhoseOrSection(Whose):
    """Finds the people and the sections of a table's lines."""

    def __init__(
        self, roster: Roster, choices: Choices, is_of_sections: Callable[[str], bool]
    ) -> None:
        super().__init__(roster, choices)
        self._roster = roster
        self._is_of_sections = is_of_sections
        self._sections = {name_key(person.section) for person in roster if person.section}

    def knows(self, text: str) -> bool:
        """See ``Whose``."""
        return name_key(text) in self._sections or super().knows(text)

    def code(self, line: Line) -> str:
        """See ``Whose``; a section stands as ``of_section`` of it.

        Raises:
            Refusal: when the line names nobody, or no section of the roster.
        """
        if not self._is_of_sections(line.text("component")):
            return super().code(line)
        column = "section" if line.raw("section") or not line.raw("person") else "person"
        text = line.filled(column)
        try:
            return of_section(section_named(self._roster, text))
        except Refusal as refusal:
            raise line.placed(column, refusal) from refusal


def _is_blank(line: Line) -> bool:
    return not (line.raw("figure") or line.raw("evidence"))


def _entry(line: Line, code: str, faults: Faults) -> FigureLine | None:
    component = faults.trying(partial(line.filled, "component"))
    figure = faults.trying(partial(line.filled, "figure"))
    evidence = faults.trying(partial(line.filled, "evidence"))
    approved_by = faults.trying(partial(line.undamaged, "approved_by", fault_of_words))
    if component is None or figure is None or evidence is None or approved_by is None:
        return None
    return FigureLine(line.row.line, code, component, figure, evidence, approved_by)
