"""Write whom an explanation is about, and the rank."""

from kaohe_tui.domain.explain.explanation import Explanation
from kaohe_tui.words import _


def headline(explanation: Explanation, name: str) -> str:
    """Return who it is and the rank; ``name`` with the code where others have it."""
    person = explanation.person
    if explanation.rank is None:
        place = _("not ranked")
    elif explanation.tied:
        place = _("shared rank {rank} of {size}").format(
            rank=explanation.rank, size=explanation.class_size
        )
    else:
        place = _("rank {rank} of {size}").format(
            rank=explanation.rank, size=explanation.class_size
        )
    if explanation.provisional:
        place += _missing(explanation) if explanation.is_locked else _(" (provisional)")
    title = " · ".join(part for part in (name, person.section, explanation.role) if part)
    return f"{title}    {place}"


def _missing(explanation: Explanation) -> str:
    """Say what a locked result was closed without."""
    owed = any(line.owed for line in explanation.lines)
    return _(" (ratings missing)") if owed else _(" (closed without some figures)")
