"""Name the things the record follows: their keys, their states, and findings about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

GONE: Final = ""
"""The state of a thing that is not there."""
Key = tuple[str, ...]
"""Identity of a thing: its kind (``operator``, ``tier``, ``ballot`` …), then an operator's name,
the keys of period and tier, the codes of people, or a number."""


def key(*names: object) -> Key:
    """Make a key from the kind of a thing and all that names it."""
    return tuple(map(str, names))


_LASTING: Final = (("entry",), ("frozen",), ("stray",))
"""Kinds of things that keep their state once they are acknowledged."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as the record says."""

    sentence: str
    """The sentence for a person."""
    thing: Key = ()
    """Its key; empty where nobody can acknowledge it: the file and the chain itself."""
    found: str = ""
    """The state it is in, so that another state later is another finding."""

    def is_acknowledged(self, acknowledged: Mapping[Key, str]) -> bool:
        """Return whether exactly this finding was acknowledged.

        A thing that got another seal, sum or state when it was acknowledged fits by now,
        and would be found again for another reason.

        Args:
            acknowledged: key of each thing acknowledged -> its state then.
        """
        lasting = self.thing[:1] in _LASTING
        return lasting and acknowledged.get(self.thing) == self.found


def entry_stands(period: str, person: str, text: str, *, approved: bool = False) -> str:
    """Return the state of an entry of the group that nobody has withdrawn.

    Args:
        period: the period's key; empty for the year.
        person: whom it concerns.
        text: its number and what it says, as the record has it.
        approved: whether it is an adjustment that counts.
    """
    return f"{period or '-'} {person} {text}{' +' if approved else ''}"
