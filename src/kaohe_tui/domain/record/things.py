"""The things that the record tells of: what each is known by, where it stands, what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

OPEN, CLOSED, KEYED, HANDED_IN, VOID = "open", "closed", "keyed", "handed_in", "void"
GONE: Final = ""
"""Where something stands that is not there."""
ACTIVE, RETIRED = "active", "retired"
Key = tuple[str, ...]
"""What something is known by: its kind (``operator``, ``tier``, ``ballot`` …), then an operator's
name, the keys of period and tier, the codes of people, a number."""


def key(*names: object) -> Key:
    """A key, of its kind and whatever names the thing."""
    return tuple(map(str, names))


_LASTING: Final = (("entry",), ("frozen",), ("stray",))
"""Kinds of things that stay as they were found once they are acknowledged."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as the record says."""

    sentence: str
    """What a person is told."""
    thing: Key = ()
    """What it is about; empty for what nobody can acknowledge: the file and the chain itself."""
    found: str = ""
    """How it was found, so that something else found later is another finding."""

    def is_acknowledged(self, acknowledged: Mapping[Key, str]) -> bool:
        """Whether somebody has acknowledged just this. What got another seal or sum then, or stands
        elsewhere since, fits now, and would be found again for another reason.

        Args:
            acknowledged: each thing that was, and how it was found then.
        """
        lasting = self.thing[:1] in _LASTING
        return lasting and acknowledged.get(self.thing) == self.found


def entry_stands(period: str, person: str, text: str, *, approved: bool = False) -> str:
    """Where an entry of the group stands that nobody has withdrawn.

    Args:
        period: the period's key; empty for the year.
        person: whom it concerns.
        text: its number and what it says, as the record has it.
        approved: whether it is an adjustment that counts.
    """
    return f"{period or '-'} {person} {text}{' +' if approved else ''}"
