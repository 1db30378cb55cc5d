"""Lay out what a scheme means, in lines of 80 cells."""

from collections.abc import Iterator, Sequence

from kaohe_tui.cli.printing import GAP, NARROWEST, Line, aligned
from kaohe_tui.domain.meaning.section import Section
from kaohe_tui.domain.width import Align
from kaohe_tui.domain.wrapping import wrap

_INDENT = "  "
_HANG = "    "


def meaning_lines(sections: Sequence[Section]) -> Iterator[Line]:
    """Yield the lines of all sections, each below its heading."""
    for place, section in enumerate(sections):
        if place:
            yield Line("")
        for line in wrap(section.title, NARROWEST):
            yield Line(line, bold=True)
        for sentence in section.sentences:
            yield from _hanging(_INDENT + sentence)
        yield from _table(section.table)
        if section.lines:
            yield Line("")
        for line in section.lines:
            yield from _hanging(line)


def _hanging(text: str) -> Iterator[Line]:
    """Yield a line, broken where it is too wide; what follows stands further in."""
    indent = len(text) - len(text.lstrip())
    further = indent + len(_INDENT)
    first, *_others = wrap(text.lstrip(), NARROWEST - indent) or [""]
    yield Line(" " * indent + first)
    if rest := text.lstrip()[len(first) :].lstrip():
        for line in wrap(rest, NARROWEST - further):
            yield Line(" " * further + line)


def _table(rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    if not rows:
        return
    right: Align = "right"
    aligns: list[Align] = ["left", *(right for _cell in rows[0][1:])]
    most = NARROWEST - len(_HANG)
    for row in aligned(rows, aligns, gap=GAP, most=most):
        yield from (Line(_HANG + line) for line in row.split("\n"))
