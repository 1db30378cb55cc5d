"""Each state has a sign without colour; below the screens stand neither signs nor state words."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from kaohe_tui import signs
from kaohe_tui.domain.access.duties import OperatorState
from kaohe_tui.domain.ballot.row import RowState
from kaohe_tui.domain.ballot.state import BallotProgress, BallotState
from kaohe_tui.domain.public.matter import Matter, MatterKind, MatterState
from kaohe_tui.domain.public.notice import Stage
from kaohe_tui.domain.rules.steps import PeriodState, StepState
from kaohe_tui.domain.tasks.task import TaskState
from kaohe_tui.domain.width import cell_width
from kaohe_tui.ui.terminal.signs import PLAIN_SIGNS

TABLES: Mapping[type[StrEnum], Mapping[Any, str]] = {
    RowState: signs.ROWS,
    BallotProgress: signs.BALLOTS,
    StepState: signs.TIERS,
    PeriodState: signs.PERIODS,
    TaskState: signs.TASKS,
    Stage: signs.NOTICES,
}
SOURCE = Path(signs.__file__).parent
WITHOUT = ("domain", "store", "services", "files")
"""Layers that hold no sign of the screen."""
REASONS = {
    "domain/entries/documents.py": "○ is a zero in the number of a document",
    "domain/text.py": "● is a dot that people type in names",
    "files/ballots/ticks.py": "✓ ✔ ● ○ and the like are ticks that people write in tables",
    "files/sheets/kinds/docx.py": "□ stands for a sign of a font that is not known",
    "files/tables/damaged_names.py": "□ ■ ▯ stand for what a wrong encoding could not write",
}
"""Module below the screens that names such a character -> what it is there."""
STATES = {*BallotState, *PeriodState, *StepState, *MatterState, *OperatorState}
"""The words that stand in the database; those of tasks are names of columns and tables as well."""
WORDS = {
    "services/counting/overview.py": "what is to be done next: open",
    "services/integrity/recomputing.py": "a figure of a result: void",
    "services/tiers/next_thing.py": "what is to be done next: open",
}
"""Module with such a word that is none of a state -> what it is there."""


@pytest.mark.parametrize("states", TABLES, ids=lambda states: states.__name__)
def test_every_state_has_a_sign_of_one_cell(states: type[StrEnum]) -> None:
    table = TABLES[states]
    assert list(table) == list(states)
    for sign in table.values():
        assert cell_width(sign) == 1
        # Where the terminal makes it wide, another one stands for it.
        assert sign.isascii() or ord(sign) in PLAIN_SIGNS


@pytest.mark.parametrize("states", [RowState, BallotProgress, StepState, PeriodState])
def test_states_that_stand_in_one_list_have_signs_of_their_own(states: type[StrEnum]) -> None:
    assert len(set(TABLES[states].values())) == len(states)


def test_a_case_is_open_overdue_or_closed() -> None:
    one = Matter(
        *(1, "q1", "s1", "的", MatterKind.OBJECTION, True, "2026-04-02", "2026-04-03", ""),
        *(MatterState.OPEN, "", ""),
    )
    assert signs.of_matter(one, "2026-04-03") == "·"
    assert signs.of_matter(one, "2026-04-04") == "!"
    assert signs.of_matter(replace(one, state=MatterState.CLOSED), "2026-04-04") == "✔"


def test_only_what_shows_holds_signs() -> None:
    found = {
        str(path.relative_to(SOURCE))
        for layer in WITHOUT
        for path in (SOURCE / layer).rglob("*.py")
        if any(is_sign(character) for text in literals(path) for character in text)
    }
    assert sorted(found) == sorted(REASONS)


def test_below_the_screens_a_state_is_a_member_and_no_word() -> None:
    """In SQL too; the steps of migrations say what they said when they were written."""
    found = {
        str(path.relative_to(SOURCE))
        for layer in ("store", "services")
        for path in (SOURCE / layer).rglob("*.py")
        if "migrations" not in path.parts and any(map(is_word, literals(path)))
    }
    assert sorted(found) == sorted(WORDS)


def is_word(text: str) -> bool:
    """Whether a text is the word of a state, or a statement that quotes one."""
    return text in STATES or any(f"'{word}'" in text for word in STATES)


def is_sign(character: str) -> bool:
    """Whether a character is drawn: a sign of a state, a line, a block, a shape, a tick.

    The dot is not looked for, though it is one: it stands in names, hashes and titles as well.
    """
    shown = {sign for table in TABLES.values() for sign in table.values() if not sign.isascii()}
    return character in shown - {signs.COMING} or "\u2500" <= character <= "\u27bf"


def literals(path: Path) -> Iterator[str]:
    """Yield the texts in a module, but docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value
