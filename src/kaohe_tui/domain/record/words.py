"""How the record is put into words: what entries are sorted by, what keys and codes are called."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from string import Formatter
from typing import Final

from kaohe_tui.words import N_, _

LONGEST: Final = 60
"""Characters of a value that a sentence holds."""
_LAST_NARROW = "\u2e7f"
_FIRST_HAN, _LAST_HAN = "\u3400", "\u9fff"


class RecordKind(StrEnum):
    """What entries can be sorted by."""

    STEPS = "steps"
    BALLOTS = "ballots"
    GROUP = "group"
    GRADES = "grades"
    TASKS = "tasks"
    NOTICES = "notices"
    OPERATORS = "operators"
    KEEPING = "keeping"
    OTHER = "other"
    """Of a newer kaohe."""

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return _(_KINDS[self])


_KINDS = {
    RecordKind.STEPS: N_("steps of periods and tiers"),
    RecordKind.BALLOTS: N_("ballots"),
    RecordKind.GROUP: N_("entries of the leading group"),
    RecordKind.GRADES: N_("grades"),
    RecordKind.TASKS: N_("yearly tasks"),
    RecordKind.NOTICES: N_("notices and objections"),
    RecordKind.OPERATORS: N_("operators"),
    RecordKind.KEEPING: N_("roster, scheme, backups"),
    RecordKind.OTHER: N_("others"),
}


@dataclass(frozen=True)
class Names:
    """What keys and codes are called; one without a name is shown as it is."""

    periods: Mapping[str, str]
    tiers: Mapping[tuple[str, str], str]
    """By period and tier."""
    people: Mapping[str, str]
    indicators: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By period and indicator; under the period "" those of the scheme in force."""
    rules: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Of bonuses and deductions, by period and rule; see ``indicators``."""

    def period(self, key: str) -> str:
        """A period; the year where the key is empty."""
        return self.periods.get(key, key) if key else _("the year")

    def tier(self, period: str, key: str) -> str:
        """A tier of a period."""
        return self.tiers.get((period, key), key)

    def person(self, code: str) -> str:
        """A person, with the code: names need not be unique."""
        if code not in self.people:
            return code
        return _("{name} ({code})").format(name=self.people[code], code=code)

    def indicator(self, period: str, key: str) -> str:
        """An indicator of a period's scheme."""
        return self.indicators.get((period, key), self.indicators.get(("", key), key))

    def rule(self, period: str, key: str) -> str:
        """A rule of a period's scheme."""
        return self.rules.get((period, key), self.rules.get(("", key), key))


def fill(message: str, value: Callable[[str], str]) -> str:
    """A message with its values put in; see ``joined`` for what stands between.

    Args:
        message: in the language in use.
        value: what stands for a name in braces.
    """
    parts = []
    for literal, name, _spec, _conversion in Formatter().parse(message):
        parts.append(literal)
        if name is not None:
            parts.append(value(name))
    return joined(parts)


def joined(parts: Iterable[str]) -> str:
    """Texts one after the other, a space between Latin letters or digits and Chinese ones."""
    text = ""
    for part in parts:
        if text and part and {_script(text[-1]), _script(part[0])} == {"Latin", "Han"}:
            text += " "
        text += part
    return text


def _script(character: str) -> str:
    if _FIRST_HAN <= character <= _LAST_HAN:
        return "Han"
    return "Latin" if character <= _LAST_NARROW and character.isalnum() else ""


def short(text: str) -> str:
    """A text as long as a sentence bears it."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def moment(at: str, *, seconds: bool = False) -> str:
    """The time of an entry as the clock showed it there: date and minute, without its offset.

    Args:
        at: ISO 8601.
        seconds: whether to show them too.
    """
    return at[: 19 if seconds else 16].replace("T", " ")
