"""Choose the column for each heading; ask where a heading may mean one that is needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import shown
from kaohe_tui.files.sheets.places import column_name
from kaohe_tui.files.tables.doubts import Choices, Doubt, Option
from kaohe_tui.files.tables.head import Head, Kind, missing
from kaohe_tui.files.tables.words import folded
from kaohe_tui.words import N_, _, language

_ENOUGH = 0.9
"""The part of the cells that fit best with which a heading of a better word is preferred."""
_OUT = "-"
"""The answer that leaves a column out."""


@dataclass(slots=True)
class Chosen:
    """Which heading is which column."""

    positions: dict[str, int] = field(default_factory=dict)
    """Column -> position of its cells, from 0."""
    left_out: dict[int, str] = field(default_factory=dict)
    """The position and the text of each heading that is none of them."""
    doubts: list[Doubt] = field(default_factory=list)
    """What is not clear."""


def choose(kind: Kind, head: Head, below: Sequence[Sequence[str]], choices: Choices) -> Chosen:
    """Choose the columns of a table.

    Args:
        kind: what the table may hold.
        head: its headings.
        below: the rows below them.
        choices: what was answered before.

    Raises:
        Refusal: when two tables stand side by side, without its place.
    """
    chosen = Chosen()
    positions: dict[str, list[int]] = {}
    for at, text in enumerate(head.texts):
        if column := kind.column(text):
            positions.setdefault(column, []).append(at)
        elif text:
            chosen.left_out[at] = text
    _check_side_by_side(kind, positions, below)
    for column, places in positions.items():
        best = _best(kind, column, places, head, below, choices, chosen)
        chosen.positions[column] = best
        chosen.left_out |= {at: head.texts[at] for at in places if at != best}
    _ask_for_alike(kind, head, choices, chosen)
    _ask_for_numbered(kind, choices, chosen)
    for column, other in kind.instead.items():
        if column not in chosen.positions and other in chosen.positions:
            chosen.positions[column] = chosen.positions[other]
    return chosen


def _best(
    kind: Kind,
    column: str,
    places: Sequence[int],
    head: Head,
    below: Sequence[Sequence[str]],
    choices: Choices,
    chosen: Chosen,
) -> int:
    """Return where a column is taken from; 德（20分） and 德 are one heading there twice."""
    if len(places) == 1:
        return places[0]

    def values(at: int) -> list[str]:
        return _values(below, at)

    places = [at for at in places if any(values(at))] or places
    if fits := kind.fits.get(column):
        counts = {at: sum(map(fits, values(at))) for at in places}
        enough = max(counts.values()) * _ENOUGH
        places = [at for at in places if counts[at] >= enough]
    best = min(places, key=lambda at: (kind.rank(head.texts[at]), at))
    twins = [
        at
        for at in places
        if column in kind.who[1:]
        or kind.bare(folded(head.texts[at])) == kind.bare(folded(head.texts[best]))
    ]
    if len(twins) == 1 or all(values(at) == values(best) for at in twins):
        return best
    doubt = Doubt(
        f"column {column}",
        _("The heading “{heading}” stands there twice, with different cells below; which is it?")
        .format(heading=shown(head.texts[best])),
        tuple(Option(str(at), _("column {letter}").format(letter=column_name(at + 1)))
              for at in twins),
        "",
    )  # fmt: skip
    chosen.doubts.append(doubt)
    return int(choices.answer(doubt) or best)


def _values(below: Sequence[Sequence[str]], at: int) -> list[str]:
    return [cells[at].strip() for cells in below if at < len(cells)]


def _check_side_by_side(
    kind: Kind, positions: Mapping[str, Sequence[int]], below: Sequence[Sequence[str]]
) -> None:
    """Refuse two tables side by side (双栏): half of the people would be left out.

    In such a table the names, and something else, stand twice with different cells.
    """
    twice = {
        column: filled[1]
        for column, places in positions.items()
        if len(filled := [at for at in places if any(_values(below, at))]) > 1
        and _values(below, filled[0]) != _values(below, filled[1])
    }
    if len(twice) > 1 and any(column in twice for column in kind.who[1:]):
        message = N_(
            "Two tables stand side by side, the second from column {column} on; put its people "
            "below those of the first, or delete what is not meant."
        )
        raise Refusal("tables-side-by-side", message, column=column_name(min(twice.values()) + 1))


def _ask_for_alike(kind: Kind, head: Head, choices: Choices, chosen: Chosen) -> None:
    """Ask whether a heading that resembles a needed one that is missing means it."""
    # What another column can serve for is asked about too: 宝工号 may be the code, not the number.
    lacking_columns = {*kind.required, *kind.asked} - chosen.positions.keys()
    for at, text in list(chosen.left_out.items()):
        column = "" if kind.column(text) else kind.resembling(text, lacking_columns)
        if not column:
            continue
        doubt = Doubt(
            f"heading {folded(text)}",
            _("{cell}: does the heading “{heading}” mean {column}?").format(
                cell=f"{column_name(at + 1)}{head.last}",
                heading=shown(text),
                column=heading_of(kind, column),
            ),
            (
                Option(column, _("yes, it is {column}").format(column=heading_of(kind, column))),
                Option(_OUT, _("no, leave it out")),
            ),
            column,
        )
        chosen.doubts.append(doubt)
        if choices.answer(doubt) == column:
            chosen.positions[column] = at
            del chosen.left_out[at]
            lacking_columns.discard(column)


def _ask_for_numbered(kind: Kind, choices: Choices, chosen: Chosen) -> None:
    """Ask before a second column of one kind (分管领导2) is left out."""
    for at, text in chosen.left_out.items():
        column = kind.numbered(text)
        if column in (*kind.required, *kind.asked) and column in chosen.positions:
            question = _("{letter}: the column “{heading}” would be left out; put all in one cell.")
            sentence = question.format(letter=column_name(at + 1), heading=shown(text))
            out = Option(_OUT, _("leave it out"))
            chosen.doubts.append(Doubt(f"heading {folded(text)}", sentence, (out,), _OUT))


def check_headings(kind: Kind, chosen: Chosen) -> None:
    """Refuse a table that lacks a column it needs.

    Raises:
        Refusal: naming the first that is missing, without its place.
    """
    if lacking := missing(kind, chosen.positions.keys()):
        raise heading_missing(kind, lacking[0])


def heading_missing(kind: Kind, column: str) -> Refusal:
    """Return the refusal of a table that lacks a column, without its place."""
    words = [word for word, meaning in kind.known.items() if meaning == column]
    english = language() == "en"
    # A clerk writes none of the other language's words.
    words = [word for word in words if english or not word.isascii()] or words
    words += [heading_of(kind, other)] if (other := kind.instead.get(column)) else []
    names = " / ".join(dict.fromkeys((*words[:_NAMED], *words[-1:])))
    return Refusal("heading-missing", N_("A heading is missing: {words}."), words=names)


_NAMED = 4
"""The number of words for a heading that a refusal gives."""


def headings_of(kind: Kind) -> str:
    """Return the usual words for the columns that a table needs, with what serves instead."""
    names = []
    for column in kind.required:
        name, other = heading_of(kind, column), kind.instead.get(column)
        both = _("{heading} or {other}")
        names.append(both.format(heading=name, other=heading_of(kind, other)) if other else name)
    return _(", ").join(names)


def heading_of(kind: Kind, column: str) -> str:
    """Return the usual word for a column in the language in use."""
    words = [word for word, meaning in kind.known.items() if meaning == column]
    english = language() == "en"
    return next((word for word in words if word.isascii() == english), words[0])
