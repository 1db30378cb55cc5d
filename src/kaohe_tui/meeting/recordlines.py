"""One entry of the record, whole: every field a line, and as plain data."""

from collections.abc import Iterator
from typing import Any

from kaohe_tui.domain import record_words
from kaohe_tui.domain.chain import grouped
from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.record_words import Names
from kaohe_tui.meeting import contents
from kaohe_tui.store import seals
from kaohe_tui.store.records import Entry
from kaohe_tui.words import _, _n

_DIGITS = frozenset("0123456789abcdef")
_HASH = 64
"""Digits of a digest."""
_HALF = 35
"""Cells of four groups of a hash: two lines show all of it at any width."""


def lines(entry: Entry, called: Names) -> Iterator[tuple[str, str]]:
    """All that an entry holds: what each thing is called, and what it says; what is empty is left
    out. A continued line has no name."""
    yield _("Time"), entry.at.replace("T", " ")
    yield _("Done by"), entry.actor or _("nobody named")
    yield _("Action"), f"{entry.action}  ({record_words.kind_of(entry.action).label})"
    if entry.period:
        yield _("Period"), called.period(entry.period)
    if entry.tier:
        yield _("Tier"), called.tier(entry.period, entry.tier)
    if entry.subject:
        yield _subject(entry, called)
    new = _("Supervised by") if entry.action == "close_tier" else _("New")
    for name, value in ((_("Old"), entry.old), (new, entry.new)):
        for told in _value(entry.action, value, called):
            yield name, told
            name = ""
    if entry.reason:
        yield _("Reason"), entry.reason
    yield _("Hash"), grouped(entry.chain)[:_HALF]
    yield "", grouped(entry.chain)[_HALF + 1 :]
    yield from _sealed(entry)


def _subject(entry: Entry, called: Names) -> tuple[str, str]:
    """Whom or what an entry is about."""
    if entry.action == "close_tier":
        return _("Counted by"), entry.subject
    if entry.action in record_words.NUMBERED or record_words.is_nth(entry):
        return _("Number"), entry.subject
    return _("Concerns"), " > ".join(map(called.person, entry.subject.split(">")))


def _value(action: str, value: str, called: Names) -> Iterator[str]:
    """A value, a line each; what was kept for the replay or is a list of codes, in words."""
    if not value:
        return
    brought = contents.read_imported(value) if action == "import" else None
    if action == "hand_in" and value.isdecimal():
        missing = int(value)
        told = _n("{count} rating missing", "{count} ratings missing", missing)
        yield told.format(count=missing)
    elif action == "close_tier" and ":" in value:
        for each in value.split(";"):
            code, _sign, count = each.rpartition(":")
            yield _("{name} owes {count}").format(name=called.person(code), count=count)
    elif brought is not None:
        codes = [code for of_tier in brought.values() for code in of_tier]
        yield _(", ").join(map(called.person, codes))
    elif (ballots := contents.read(value)) is not None:
        for rater, content in ballots.items():
            yield _("The ballot of {name} said:").format(name=called.person(rater))
            for code, marks in content.marks.items():
                given = " ".join("–" if mark is None else points(mark) for mark in marks)
                yield f"  {called.person(code)}  {given}"
            for code in sorted(content.abstained):
                yield "  " + _("{name}: abstained").format(name=called.person(code))
    elif len(value) == _HASH and _DIGITS.issuperset(value):
        yield grouped(value)[:_HALF]
        yield grouped(value)[_HALF + 1 :]
    else:
        yield value


def _sealed(entry: Entry) -> Iterator[tuple[str, str]]:
    """What the entry seals, each with the beginning of its digest."""
    try:
        found = seals.read(entry.seal)
    except ValueError:
        yield _("Seals"), entry.seal
        return
    name = _("Seals")
    for what, digest in found.items():
        yield name, f"{what}  {str(digest)[:8]}…"
        name = ""


def plain(entry: Entry, called: Names) -> dict[str, Any]:
    """An entry as ``kaohe record --json`` gives it."""
    try:
        sealed: object = seals.read(entry.seal)
    except ValueError:
        sealed = entry.seal
    return {
        "number": entry.id,
        "at": entry.at,
        "who": entry.actor,
        "action": entry.action,
        "kind": record_words.kind_of(entry.action).value,
        "told": record_words.sentence(entry, called),
        "period": entry.period,
        "tier": entry.tier,
        "subject": entry.subject,
        "old": entry.old,
        "new": entry.new,
        "reason": entry.reason,
        "seals": sealed,
        "hash": entry.chain,
    }
