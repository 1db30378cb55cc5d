"""Hold what a new scheme changes, the part of the year of closed periods too; keep words in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from kaohe_tui.domain.record.events import SchemeChanged
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.result.shape import fingerprint
from kaohe_tui.domain.rules.nobody import Unrated
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.year.spans import part_of_year
from kaohe_tui.files.scheme.copies.adding_roles import with_roles
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year.year import latest
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.periods import schemes
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Reweighed:
    """A period whose part of the year a new scheme changes."""

    period: str
    """The period's name."""
    before: str
    """Its weight of all weights under the scheme in force, such as ``10/100``."""
    after: str
    """Its weight of all weights under the new scheme."""

    @property
    def told(self) -> str:
        """What that means."""
        return _(
            "{period} was opened before, but its part of the year changes from {before} to "
            "{after}: everybody’s year changes with it."
        ).format(period=self.period, before=self.before, after=self.after)


@dataclass(frozen=True, slots=True)
class SchemeChange:
    """What a new scheme changes."""

    removed: tuple[str, ...]
    """Lines of the scheme in force that the new one lacks."""
    added: tuple[str, ...]
    """Lines of the new scheme that the one in force lacks."""
    lines: tuple[str, ...]
    """The removed and added lines in the order of the files, behind ``- `` or ``+ ``."""
    holds_for: tuple[str, ...]
    """Names of the periods still to be opened."""
    kept_by: tuple[str, ...]
    """Names of the opened periods, which keep their scheme."""
    dropped: tuple[str, ...]
    """Names of the periods that the new scheme lacks: never begun, or called off."""
    unrated: tuple[Unrated, ...]
    """The tiers that will not count for all whom they rate."""
    reweighed: tuple[Reweighed, ...] = ()
    """The opened periods whose part of the year changes all the same."""

    @property
    def is_any(self) -> bool:
        """Whether anything differs."""
        return bool(self.lines)


def reweighed(room: Room, new: Scheme) -> tuple[Reweighed, ...]:
    """Return the opened periods that weigh another part of the year under the new scheme."""
    old, off = latest(room)[0], room.called_off()
    held = [[period for period in each.periods if period.key not in off] for each in (old, new)]
    changed = []
    for period in held[0]:
        if room.period(period.key).id is None:
            continue
        before = part_of_year(period, held[0])
        after = part_of_year(new.period(period.key), held[1])
        if before.worth != after.worth:
            changed.append(Reweighed(period.name, str(before), str(after)))
    return tuple(changed)


def keep_words(room: Room, tx: Transaction, words: Mapping[str, Role]) -> tuple[str, ...]:
    """Add words for roles to the scheme for the periods still to be opened; return those added.

    None is added where the scheme is written so that no word can be.

    Args:
        room: the room.
        tx: the transaction.
        words: word -> the role that it means.
    """
    scheme, before, _roster = room.base()
    text = schemes.current_scheme(tx).text
    try:
        longer = with_roles(text, scheme.name, words, usual_first=True)
    except Refusal:
        return ()
    if longer == text:
        return ()
    digest = fingerprint(longer)
    schemes.put_scheme(tx, longer, digest)
    room.note(tx, SchemeChanged(scheme_before=before, scheme=scheme.name, scheme_digest=digest))
    return tuple(words)
