"""Print on the terminal: lines, tables aligned by display width, data for programs."""

import errno
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_

if TYPE_CHECKING:
    from pathlib import Path

    from kaohe_tui.domain.width import Align

# What only tables and data need is imported there: `kaohe --help` is felt.

NARROWEST = 80
"""The fewest cells that a line is laid out for, also on a narrower terminal."""
_LARGE = 1024 * 1024
"""Bytes from which on reading a file takes long enough for a progress bar."""
_LONGEST = 1000
"""Characters of a line on standard error: nobody reads more, and a path may be of any length."""
GAP = "  "
"""What stands between two columns of a table."""
_FEW = (10, 8, 6, 4)
"""Cells that a column keeps for Chinese text at least; each is tried where the one before fails."""


class Line(NamedTuple):
    """One line of output, with how it stands out where a person looks at it."""

    text: str
    """The line as plain text; it may hold line ends."""
    bold: bool = False
    """Whether it is printed in bold."""
    dim: bool = False
    """Whether it is printed dim."""
    hang: int | None = None
    """Cells to indent the further lines of a long one; None: two more than the first."""


def prepare_streams() -> None:
    """Let a character that the terminal's encoding lacks come out as ``?`` instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(text: str) -> None:
    """Print one line on standard output.

    Raises:
        Refusal: when what stands behind standard output is full or broken.
    """
    from kaohe_tui.domain.text import harmless

    with _failing_plainly():
        click.echo(_folded(harmless(text), line_width()))


@contextmanager
def bar(path: "Path") -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on standard error while a large file is read, where a person looks at it.

    Yields:
        A function to call with (bytes read, all bytes) now and then; None where no bar is shown.
    """
    from kaohe_tui.diskname import file_size

    size = file_size(path)
    if size < _LARGE or not sys.stderr.isatty():
        yield None
        return
    label = one_line(path.name)
    with click.progressbar(length=size, label=label, file=sys.stderr) as shown:

        def moved_on(read: int, _size: int) -> None:
            shown.update(read - shown.pos)

        yield moved_on


def say_lines(lines: Sequence[Line]) -> None:
    """Print lines on standard output, bold and dim only where a person looks at them.

    Raises:
        Refusal: as ``say`` does.
    """
    from kaohe_tui.domain.text import harmless

    coloured, most = _coloured(), line_width()
    for line in lines:
        text = _folded(harmless(line.text), most, line.hang)
        if coloured and (line.bold or line.dim):
            text = click.style(text, bold=line.bold or None, dim=line.dim or None)
        with _failing_plainly():
            click.echo(text)


def say_data(data: str) -> None:
    """Write text for another program: UTF-8 in every locale, its line ends unchanged."""
    with _failing_plainly():
        click.echo(data.encode(), nl=False)


def say_json(plain: Any) -> None:
    """Write JSON, two spaces a level, Chinese as it is."""
    import json

    say_data(json.dumps(plain, ensure_ascii=False, indent=2) + "\n")


def complain(text: str) -> None:
    """Print one line on standard error; of a very long one, its two ends.

    On a terminal it is broken into lines as output is.
    """
    click.echo(_folded(shortened(one_line(text)), _error_width(), hang=0), err=True)


def complain_of(refusal: Refusal) -> None:
    """Print why something was refused, on a line; each fault and doubt of a file on its own."""
    of_lines = refusal.code in ("lines-wrong", "table-doubtful")
    for line in str(refusal).split("\n") if of_lines else [str(refusal)]:
        complain(line)


def shortened(line: str) -> str:
    """Return a line, of a very long one its two ends."""
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]}…{line[-_LONGEST // 2 :]}"


def one_line(text: str) -> str:
    """Return the text as one line that is safe on a terminal, whatever a file's name holds."""
    flat = " ".join(text.split())
    return "".join(c if c.isprintable() else "?" for c in flat)


def flush(*, discard: bool = False) -> None:
    """Hand all output over to the system; ``discard`` drops it because nobody reads any more."""
    if discard:
        # The interpreter flushes once more when it ends, and would complain.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
    if sys.stdout is not None:
        with _failing_plainly():
            sys.stdout.flush()


def width() -> int:
    """Return the terminal's width in cells, at least ``NARROWEST``."""
    import shutil

    return max(shutil.get_terminal_size((NARROWEST, 24)).columns, NARROWEST)


def line_width() -> int | None:
    """Return the cells of a line that somebody reads; None: output to a file or a program."""
    asked = os.environ.get("COLUMNS", "").isdecimal()
    return width() if asked or (sys.stdout is not None and sys.stdout.isatty()) else None


def _error_width() -> int | None:
    """Return the cells of a line on standard error; None where no person reads it there."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    with suppress(OSError, ValueError):
        return max(os.get_terminal_size(sys.stderr.fileno()).columns, NARROWEST)
    return NARROWEST


def _folded(text: str, most: int | None, hang: int | None = None) -> str:
    """Break the text so that no line is wider than ``most``; indent the further lines."""
    from kaohe_tui.domain.width import cell_width
    from kaohe_tui.domain.wrapping import line_starts, wrap

    if most is None:
        return text
    lines: list[str] = []
    for line in text.split("\n"):
        if cell_width(line) <= most:
            lines.append(line)
            continue
        indent = hang if hang is not None else len(line) - len(line.lstrip()) + 2
        indent = min(indent, most // 2)
        begin = line_starts(line, most)[0]
        rest = wrap(line[begin:].lstrip(), most - indent)
        lines += [line[:begin].rstrip(), *(" " * indent + part for part in rest)]
    return "\n".join(lines)


def aligned(
    rows: Sequence[Sequence[str]],
    aligns: "Sequence[Align]",
    *,
    gap: str = GAP,
    most: int | None = None,
    whole: Sequence[int] = (),
) -> list[str]:
    """Lay rows out as lines, each column as wide as its widest cell, ``gap`` between two.

    Args:
        rows: their cells.
        aligns: how each column is aligned.
        gap: stands between two columns.
        most: cells that a line may take; what is too wide is broken within the widest columns,
            and a row has then several lines, with line ends between them.
        whole: the columns, from 0, that are broken only where no other can be, the last of them
            first.
    """
    from kaohe_tui.domain.width import cell_width

    if not rows:
        return []
    columns = list(zip(*rows, strict=True))
    widths = [max(map(cell_width, column)) for column in columns]
    if most is not None:
        left = most - len(gap) * (len(widths) - 1)
        for count in range(len(whole), -1, -1):
            _narrow(columns, widths, left, whole[:count])
    return [_laid_out(row, widths, aligns, gap) for row in rows]


def _laid_out(
    row: Sequence[str], widths: Sequence[int], aligns: "Sequence[Align]", gap: str
) -> str:
    from itertools import zip_longest

    from kaohe_tui.domain.width import pad
    from kaohe_tui.domain.wrapping import wrap

    parts = [wrap(cell, wide) for cell, wide in zip(row, widths, strict=True)]
    lines = zip_longest(*parts, fillvalue="")
    return "\n".join(gap.join(map(pad, cells, widths, aligns)).rstrip() for cells in lines)


def _narrow(
    columns: Sequence[Sequence[str]], widths: list[int], most: int, whole: Sequence[int]
) -> None:
    """Take cells off the widest columns until all fit, but never break a word of theirs.

    Those in ``whole`` are left as they are.
    """
    for few in _FEW:
        least = [
            max((_least(word, few) for cell in column for word in cell.split()), default=0)
            for column in columns
        ]
        while sum(widths) > most:
            spare = [at for at, wide in enumerate(widths) if wide > least[at] and at not in whole]
            if not spare:
                break
            widths[max(spare, key=widths.__getitem__)] -= 1


def _least(word: str, few: int) -> int:
    """Return the fewest cells that a word needs; Chinese can be broken nearly everywhere."""
    from kaohe_tui.domain.width import cell_width

    return len(word) if word.isascii() else min(cell_width(word), few)


def _coloured() -> bool:
    return (
        sys.stdout is not None
        and sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


@contextmanager
def _failing_plainly() -> Iterator[None]:
    """Turn a full disk or a lost terminal into a refusal with one sentence."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG):
            raise
        flush(discard=True)
        raise Refusal(
            "output-unwritable",
            N_("The output cannot be written ({reason})."),
            reason=error.strerror,
        ) from error
