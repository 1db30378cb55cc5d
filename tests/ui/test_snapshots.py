"""Whole screens are as tests/ui/snapshots has them, cell by cell."""

from difflib import unified_diff

import pytest
from scripts.snapshots import FOLDER, LANGUAGES, SHOTS, file_of, taken

from kaohe_tui.domain.width import cell_width

MADE_AGAIN = "python -m scripts.snapshots {name} makes it again, where it was meant."


@pytest.mark.parametrize("ending", LANGUAGES)
@pytest.mark.parametrize("name", SHOTS)
async def test_a_screen_is_as_it_was(name: str, ending: str) -> None:
    path = file_of(name, ending)
    kept = path.read_text(encoding="utf-8")
    shown = await taken(name, ending)
    differs = unified_diff(kept.splitlines(), shown.splitlines(), path.name, "shown", "", "", 0, "")
    assert shown == kept, "\n".join([*differs, MADE_AGAIN.format(name=name)])


@pytest.mark.parametrize("ending", LANGUAGES)
@pytest.mark.parametrize("name", SHOTS)
def test_a_file_is_one_screen(name: str, ending: str) -> None:
    columns, lines = SHOTS[name].size
    rows = file_of(name, ending).read_text(encoding="utf-8").removesuffix("\n").split("\n")
    assert len(rows) == lines
    assert [row for row in rows if cell_width(row) > columns or row != row.rstrip()] == []


def test_no_file_is_left_of_a_screen_that_is_gone() -> None:
    assert sorted(FOLDER.iterdir()) == sorted(file_of(n, end) for n in SHOTS for end in LANGUAGES)
