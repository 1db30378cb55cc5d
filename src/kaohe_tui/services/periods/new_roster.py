"""Understand a new roster's file in mid-year: its people keep the codes that they had."""

from collections.abc import Sequence
from dataclasses import replace

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Roster, with_code, with_section
from kaohe_tui.domain.rules.recoding import recoded, unclear
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.text import few
from kaohe_tui.files.decode import in_file
from kaohe_tui.files.roster.roster import RosterReading, understand_roster
from kaohe_tui.files.sheets.book import Book
from kaohe_tui.files.tables.doubts import Choices
from kaohe_tui.words import N_


def understand_new(book: Book, rules: Scheme, in_force: Roster, choices: Choices) -> RosterReading:
    """Return what is understood of a new roster's file, as ``change_roster`` would take it.

    Args:
        book: the file.
        rules: the scheme in force.
        in_force: the roster in force; where the file has but line numbers, its codes follow their
            people.
        choices: what was answered about the file.

    Raises:
        Refusal: naming everything that is wrong, or namesakes whom nothing tells apart where the
            file has no codes; what is doubtful is in the reading.
    """
    reading = understand_roster(book, rules, choices)
    if reading.is_numbered:
        if people := unclear(reading.value, in_force):
            raise _which_is_which(book, people)
        return replace(reading, value=recoded(reading.value, in_force))
    return reading


def _which_is_which(book: Book, people: Sequence[Person]) -> Refusal:
    """Return the refusal of a file without codes in which namesakes cannot be told apart."""
    return in_file(
        book.file,
        "namesakes-without-codes",
        N_(
            "Several people are called alike and the table has no codes, so that nothing tells who "
            "is who: {people}. Add a column 编号 with everybody's code."
        ),
        people=few([with_section(with_code(each), each.section) for each in people]),
    )
