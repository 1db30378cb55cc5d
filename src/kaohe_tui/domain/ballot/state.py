"""Name the states of a ballot, a rater's progress with it, and its two keyings."""

from enum import IntEnum, StrEnum


class BallotState(StrEnum):
    """State of a ballot, by the word that stands in the database and the record."""

    OPEN = "open"
    """It takes marks; HANDED_IN follows, or KEYED where it is keyed twice."""
    KEYED = "keyed"
    """Keyed once: it waits for the second keying, or for being settled; HANDED_IN follows."""
    HANDED_IN = "handed_in"
    """Confirmed; unless secret, it can be voided or given back."""
    VOID = "void"
    """Voided: nothing on it counts; it can be restored or given back."""


class BallotProgress(StrEnum):
    """Progress of a rater's ballot: what follows from its state and what stands on it."""

    OWED = "owed"
    """Nothing is on it yet; BEGUN or HANDED_IN follows."""
    BEGUN = "begun"
    """Something is on it; HANDED_IN follows, or KEYED in a tier that is keyed twice."""
    KEYED = "keyed"
    """Keyed once, waits for the second keying; HANDED_IN or DIFFERS follows."""
    DIFFERS = "differs"
    """Keyed twice, and not alike; HANDED_IN follows once it is settled."""
    HANDED_IN = "handed_in"
    """Confirmed and closed to its rater; unless secret, it can be given back or voided."""
    VOID = "void"
    """Voided: nothing on it counts, nothing is owed; it can be restored or given back."""


class Keying(IntEnum):
    """One of the two keyings of a ballot, by the number that stands in the database."""

    FIRST = 1
    """The one that counts."""
    SECOND = 2
    """The one that it is compared with, where a tier is keyed twice; it never counts."""
