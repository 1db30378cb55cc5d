"""How an attacker matches the ratings in a file to the raters; see ``attacker``."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.reliability.rawfile import Found, carved, live, text_offsets

SHUFFLES = 1999


@dataclass
class Seen:
    """What the attacker has and knows."""

    data: bytes
    order: list[int]
    """Participants' ids in casting order."""
    receipts: dict[int, str]
    """Participant's id -> the receipt, as the raters told him."""
    own: dict[int, int]
    """Ballot's id -> rater's id, of the ballots that carry a rater."""
    nonces: dict[int, str]
    """Ballot of nobody -> its nonce."""
    truth: dict[tuple[int, int], tuple[int, ...]]
    """(Rater, ratee) -> marks, to see whether he is right."""
    rows: list[Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = [row for row in live(self.data) if row.ballot not in self.own]


Key = Callable[[Seen, Found], Any]


def _by_receipt(seen: Seen) -> list[int]:
    return sorted(seen.order, key=lambda rater: seen.receipts[rater])


def _physical_ballots(seen: Seen) -> dict[int, int]:
    places = text_offsets(seen.data, seen.nonces.values())
    return {ballot: places.get(nonce, 0) for ballot, nonce in seen.nonces.items()}


ORDERS: dict[str, Key] = {
    "key order": lambda _seen, row: row.ballot,
    "key order, backwards": lambda _seen, row: -row.ballot,
    "place in the file": lambda _seen, row: row.at,
    "place in the file, backwards": lambda _seen, row: -row.at,
    "pages, newest cell first": lambda _seen, row: (row.page, -row.at),
    "pages backwards, newest cell first": lambda _seen, row: (-row.page, -row.at),
    "nonces": lambda seen, row: seen.nonces.get(row.ballot, ""),
    "place of the nonce": lambda seen, row: _physical_ballots(seen).get(row.ballot, 0),
}
"""How the ratings of a person are put in order, to be matched with the raters in theirs."""


def matches(seen: Seen, orders: Mapping[str, Key]) -> dict[str, list[tuple[int, list[int]]]]:
    """Of every strategy, for each ratee and the raters as they are matched: how many are right,
    and for each row how many raters in the list gave just these marks."""
    found: dict[str, list[tuple[int, list[int]]]] = {}
    for name, key in orders.items():
        found[name] = list(_ordered(seen, seen.order, key))
    found["receipts, key order"] = list(_ordered(seen, _by_receipt(seen), ORDERS["key order"]))
    found["whom a ballot leaves out"] = list(_left_out(seen))
    return found


def _ordered(seen: Seen, order: Sequence[int], key: Key) -> Iterator[tuple[int, list[int]]]:
    for ratee in sorted({row.ratee for row in seen.rows}):
        rows = sorted((r for r in seen.rows if r.ratee == ratee), key=lambda r: key(seen, r))
        raters = [rater for rater in order if rater != ratee]
        yield _scored(seen, ratee, raters, [row.marks for row in rows])


def _left_out(seen: Seen) -> Iterator[tuple[int, list[int]]]:
    """A ballot that rates all but one is that one's."""
    rated: dict[int, set[int]] = {}
    for row in seen.rows:
        rated.setdefault(row.ballot, set()).add(row.ratee)
    for ratee in sorted({row.ratee for row in seen.rows}):
        raters = [rater for rater in seen.order if rater != ratee]
        free = list(raters)
        rows = sorted(
            (row for row in seen.rows if row.ratee == ratee),
            key=lambda row: -len(rated[row.ballot]),
        )
        guessed = []
        for row in rows:
            fits = [rater for rater in free if rater not in rated[row.ballot]] or free
            guessed.append(fits[0])
            free.remove(fits[0])
        yield _scored(seen, ratee, guessed, [row.marks for row in rows])


def _scored(
    seen: Seen, ratee: int, raters: Sequence[int], given: Sequence[tuple[int, ...]]
) -> tuple[int, list[int]]:
    truths = [seen.truth[rater, ratee] for rater in raters]
    kinds = {marks: number for number, marks in enumerate(dict.fromkeys([*truths, *given]))}
    right = sum(one == other for one, other in zip(truths, given, strict=True))
    return right, [kinds[marks] for marks in given]


def remnants(seen: Seen, *others: bytes) -> int:
    """Ratings that still stand somewhere with the number of their rater's own ballot."""
    done = set(seen.order)
    own = {ballot for ballot, rater in seen.own.items() if rater in done}
    return sum(each.ballot in own for data in (seen.data, *others) for each in carved(data))


def by_chance(
    chance: random.Random, found: Mapping[str, Sequence[tuple[int, list[int]]]]
) -> list[int]:
    """How many each of many guessers has right who shuffles each ratee's ratings.

    It is the same beside every strategy: they all match the same ratings to the same raters.
    """
    guesses = [0] * SHUFFLES
    for _right, kinds in next(iter(found.values())):
        for number in range(SHUFFLES):
            other = kinds.copy()
            chance.shuffle(other)
            guesses[number] += sum(map(int.__eq__, kinds, other))
    return guesses
