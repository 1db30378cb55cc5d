"""What is answered about a table, and of which file it was said."""

from dataclasses import replace

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.tables.doubts import UNASKED, Choices, Doubt, Option, Reading

DOUBT = Doubt("which", "Which?", (Option("a", "the first"), Option("b", "the last")), "a")
READING = Reading("x.csv", "everything", (), (DOUBT,), "d1")


def test_an_answer_takes_the_place_of_an_earlier_one() -> None:
    choices = UNASKED.with_answer(DOUBT, "a").with_answer(DOUBT, "b")
    assert choices.answers == {"which": "b"}
    assert choices.answer(DOUBT) == "b"
    assert UNASKED.answers == {}


@pytest.mark.parametrize("digest", ["", "d1"])
def test_a_file_is_taken_as_it_was_looked_at(digest: str) -> None:
    assert READING.taken(Choices(is_accepted=True, digest=digest)) == "everything"


def test_a_file_that_was_changed_since_is_refused_before_it_is_asked_about() -> None:
    with pytest.raises(Refusal, match=r"x\.csv: The file was changed") as refused:
        replace(READING, digest="d2").taken(Choices(digest="d1"))
    assert refused.value.code == "file-changed"
