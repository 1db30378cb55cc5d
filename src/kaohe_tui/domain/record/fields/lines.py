"""Define fields of events that stand in lines of their own, behind a text that is one line."""

from collections.abc import Callable
from typing import Annotated

from kaohe_tui.domain.record.fields.value import Value, plainly, same
from kaohe_tui.domain.record.words import Names


def _after(word: str, show: Callable[[str, Names, str], str] = plainly) -> Value[str]:
    """Make a value in a further line of its own, which begins with a word; none where empty."""
    return Value(
        rf"(?:\n{word} [^\n]+)?",
        lambda text: text[len(word) + 2 :],
        lambda value: f"\n{word} {value}" if value else "",
        show,
    )


LineOfText = Annotated[str, Value("[^\n]*", same, same, plainly)]
"""One line of text, behind which others may stand."""
Level = Annotated[str, _after("level")]
"""Level of an adjustment; empty without one."""
OfMatter = Annotated[str, _after("matter")]
"""What an adjustment is for; empty without one."""
GivenPoints = Annotated[str, _after("points")]
"""Points of an adjustment as written; empty without any."""
AbsenceKind = Annotated[str, _after("kind", lambda key, names, period: names.rule(period, key))]
"""Key of a kind of absence; empty without one."""
