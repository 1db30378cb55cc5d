"""Put the record into words: the kinds of entries, and the names behind keys and codes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from string import Formatter
from typing import Final

from kaohe_tui.domain.entries.figures import SECTION
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.words import N_, _

LONGEST: Final = 60
"""Most characters of a value in a sentence."""
_LAST_NARROW = "\u2e7f"
_FIRST_HAN, _LAST_HAN = "\u3400", "\u9fff"


class RecordKind(StrEnum):
    """Kinds that entries are sorted by."""

    STEPS = "steps"
    """Periods and tiers opened, closed and so on; recusals; corrections."""
    BALLOTS = "ballots"
    """Ballots, paper forms and one-time codes."""
    GROUP = "group"
    """Entries of the leading group."""
    GRADES = "grades"
    """Decided grades."""
    TASKS = "tasks"
    """Yearly tasks."""
    NOTICES = "notices"
    """Public notices, and matters of the register."""
    OPERATORS = "operators"
    """Operators, signing in and out."""
    KEEPING = "keeping"
    """The database itself: roster, scheme, upgrades, backups."""
    OTHER = "other"
    """Events of a newer kaohe."""

    @property
    def label(self) -> str:
        """The name in the language in use."""
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
    """Names of keys and codes; one without a name is shown as it is."""

    periods: Mapping[str, str]
    """Period's key -> name."""
    tiers: Mapping[tuple[str, str], str]
    """(period, tier) -> name."""
    people: Mapping[str, str]
    """Person's code -> name."""
    indicators: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(period, indicator) -> name; under the period "" those of the scheme in force."""
    rules: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(period, rule) -> name of a bonus or deduction, component or factor; see ``indicators``."""
    roles: Mapping[tuple[str, Role], str] = field(default_factory=dict)
    """(period, role) -> the word by which it is shown; see ``indicators``."""

    def period(self, key: str) -> str:
        """Return a period's name; "the year" where the key is empty."""
        return self.periods.get(key, key) if key else _("the year")

    def tier(self, period: str, key: str) -> str:
        """Return a tier's name."""
        return self.tiers.get((period, key), key)

    def person(self, code: str) -> str:
        """Return a person's name with the code, since names need not be unique."""
        if code not in self.people:
            return code
        return _("{name} ({code})").format(name=self.people[code], code=code)

    def whose(self, code: str) -> str:
        """Return the name of a person, or of a section (``figures.of_section``)."""
        section = code.removeprefix(SECTION)
        return self.person(code) if section == code else section

    def indicator(self, period: str, key: str) -> str:
        """Return the name of an indicator of a period's scheme."""
        return self.indicators.get((period, key), self.indicators.get(("", key), key))

    def rule(self, period: str, key: str) -> str:
        """Return the name of a rule of a period's scheme."""
        return self.rules.get((period, key), self.rules.get(("", key), key))

    def role(self, period: str, role: Role) -> str:
        """Return the word by which a period's scheme shows a role."""
        return self.roles.get((period, role)) or self.roles.get(("", role)) or role.label


def fill(message: str, value: Callable[[str], str]) -> str:
    """Fill the values into a message; ``joined`` says what stands between them.

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
    """Join texts, with a space between Latin letters or digits and Chinese characters."""
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
    """Cut a text to the length a sentence can hold."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def with_more(sentence: str, *more: str) -> str:
    """Return a sentence with what an entry says besides; empty texts are left out."""
    return _(", ").join((sentence, *map(short, filter(None, more))))


def moment(at: str, *, seconds: bool = False) -> str:
    """Return the time of an entry by the clock of its place: date and minute, no offset.

    Args:
        at: ISO 8601.
        seconds: whether to show them too.
    """
    return at[: 19 if seconds else 16].replace("T", " ")
