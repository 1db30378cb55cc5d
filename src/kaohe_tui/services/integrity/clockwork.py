"""Check whether the times in the record follow each other.

The order is that of the numbers: a clock that was set wrong breaks no chain, but readers of the
record have to know.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from kaohe_tui.services.room.room import Room
from kaohe_tui.store.record import records
from kaohe_tui.words import _, _n

_BACK = timedelta(seconds=2)
"""The most that a clock that is kept right is set back by."""
_FAR = timedelta(days=366)
"""More than lies between two entries of a year's database."""
_MOST = 5
"""The number of sentences; beyond it, one more says how many others there are."""


def notes(room: Room) -> list[str]:
    """Return what is odd about the times of the entries, a sentence each.

    None of it is a finding: the record holds all the same.

    Args:
        room: the room; it is only read in.
    """
    with room.database.reading() as tx:
        dated = [(number, at) for number, text in records.times(tx) if (at := _moment(text))]
    sentences = list(_sentences(dated, datetime.fromisoformat(room.now())))
    if len(sentences) > _MOST:
        more = len(sentences) - _MOST
        rest = _n(
            "{count} more time of the record does not follow the one before.",
            "{count} more times of the record do not follow the ones before.",
            more,
        ).format(count=more)
        sentences[_MOST:] = [rest]
    return sentences


def _sentences(dated: list[tuple[int, datetime]], now: datetime) -> Iterator[str]:
    for (before, earlier), (number, at) in pairwise(dated):
        if at < earlier - _BACK:
            yield _(
                "Entry {number} ({at}) is dated before entry {before} ({earlier}): the clock was "
                "set back."
            ).format(number=number, at=_shown(at), before=before, earlier=_shown(earlier))
        elif at > earlier + _FAR:
            yield _(
                "Entry {number} ({at}) is dated {days} days after entry {before} ({earlier}): was "
                "the clock right?"
            ).format(
                number=number,
                at=_shown(at),
                days=(at - earlier).days,
                before=before,
                earlier=_shown(earlier),
            )
    if dated and dated[-1][1] > now + _BACK:
        number, at = dated[-1]
        yield _(
            "Entry {number} is dated {at}, which is in the future: the clock was wrong then, or "
            "is now."
        ).format(number=number, at=_shown(at))


def _moment(text: str) -> datetime | None:
    """Return the time of an entry; None where another program wrote a text that is not a time."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _shown(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")
