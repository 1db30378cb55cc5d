"""Read tables of text: in any usual encoding, separated by commas, tabs or semicolons.

Rule: docs/files.md, "Tables".
"""

import csv
import io
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import at_line, encoding_of, in_file, name_of, opened
from kaohe_tui.words import N_

LIMIT = 64 * 1024 * 1024
"""Bytes that a text file may have whose rows are kept in memory."""
AT_ONCE = 512
"""Lines that are read in one go: what fits into a processor's cache is faster than more."""
HEAD = 4096
"""Bytes by which a kind of file is known."""

_SEPARATORS = (",", "\t", ";", "，")
_SAMPLE = 30
"""Lines that hold something by which the separator is known."""
_SAMPLE_LINES = 1000
"""Lines that are looked at for them."""
_WRAPPED = re.compile(r'\s*="([^"]*)"\s*')
_LINE_END = re.compile("\r\n|\r|\n")
_PAGES = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<style", b"<?xml", b"<!--",
    b"mime-version:")  # fmt: skip
"""What a web page or a workbook as XML begins with."""
_NO_TEXT = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")
"""What files begin with that are no tables."""
_CLEARLY = 4
"""The times that zero bytes are more often in the one place than in the other in UTF-16."""


class Lines(NamedTuple):
    """Rows of a text file that follow each other, empty ones too, each on a line of its own."""

    first: int
    """The line of the first row, counted from 1."""
    rows: Sequence[Sequence[str]]
    """The cells of each row as written."""
    read: int
    """Bytes read up to now."""
    size: int
    """Bytes of the whole file."""


def lines_of(path: Path, limit_bytes: int) -> Iterator[Lines]:
    """Yield all rows of a text file, many at a time.

    Raises:
        Refusal: when the file cannot be read, is too large or no text, or a line is broken; what
            comes before that line comes before the refusal.
    """
    with opened(path, limit_bytes) as stream:
        yield from _lines(stream, name_of(path))


def rows_of(data: bytes, file: str) -> list[list[str]]:
    """Return all rows of a text, each at the number of its line.

    A row with a cell of several lines is followed by empty ones.

    Raises:
        Refusal: as ``lines_of`` does.
    """
    rows: list[list[str]] = []
    for first, block, _read, _size in _lines(io.BytesIO(data), file):
        rows.extend([] for _each in range(first - 1 - len(rows)))
        rows.extend(map(list, block))
    while rows and not any(map(str.strip, rows[-1])):
        rows.pop()
    return rows


def _lines(stream: BinaryIO, file: str) -> Iterator[Lines]:
    with _as_text(stream, file) as (text, size):
        # Not strict, an unclosed quotation mark would swallow the rest of the file.
        try:
            lines, separator, is_wrapped = _separated(text)
        except UnicodeDecodeError as error:
            raise _broken(file, 1) from error
        reader = csv.reader(lines, delimiter=separator, strict=True)
        line = 1
        while True:
            rows: list[list[str]] = []
            fault: Exception | None = None
            try:
                rows.extend(islice(reader, AT_ONCE))
            except (csv.Error, UnicodeDecodeError) as error:
                fault = error
            if is_wrapped:
                rows = [[_unwrapped(cell) for cell in cells] for cells in rows]
            read = stream.tell()
            if fault is None and reader.line_num - line + 1 == len(rows):
                yield Lines(line, rows, read, size)
                line += len(rows)
            else:
                # A cell of several lines, or no way to tell.
                for cells in rows:
                    yield Lines(line, [cells], read, size)
                    line += 1 + sum(len(_LINE_END.findall(cell)) for cell in cells)
            if fault is not None:
                raise _broken(file, line) from fault
            if not rows:
                return


@contextmanager
def _as_text(stream: BinaryIO, file: str) -> Iterator[tuple[TextIO, int]]:
    """Open bytes as text, line ends kept, and tell how many they are."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    check_kind(head, file)
    encoding, skip = _unmarked(head) or "", 0
    if not encoding:
        encoding, skip = encoding_of(stream, file)
    stream.seek(skip)
    text = io.TextIOWrapper(stream, encoding, newline="")
    try:
        yield text, size
    finally:
        # The stream belongs to whoever opened it.
        text.detach()


def check_kind(head: bytes, file: str) -> None:
    """Refuse what is no text file by its first bytes.

    Raises:
        Refusal: for a web page, a workbook as XML, and what is no table at all.
    """
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if plain.startswith(_PAGES):
        raise in_file(
            file,
            "file-is-web-page",
            N_("This is a web page (HTML or XML); open it in WPS or Excel and save it as .xlsx."),
        )
    is_zeros = b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if head.startswith(_NO_TEXT) or (is_zeros and not _unmarked(head)):
        raise in_file(
            file,
            "file-kind-unknown",
            N_("Only .xlsx, .xls, .et, .ods, .docx, .csv and .txt can be read; save it as .xlsx."),
        )


def _unmarked(head: bytes) -> str:
    """Return which UTF-16 a text without a mark is in; empty where it is not clearly in one."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head:
        return ""
    first, second = head[0::2].count(0), head[1::2].count(0)
    encoding = (
        "utf-16-le"
        if second > _CLEARLY * first
        else "utf-16-be"
        if first > _CLEARLY * second
        else ""
    )
    try:
        text = head[: len(head) // 2 * 2].decode(encoding or "ascii", "strict")
    except UnicodeDecodeError as error:
        # Half a character may stand at the end of what was read.
        if not encoding or error.end < len(head) - 1:
            return ""
        text = head[: error.start].decode(encoding)
    return encoding if encoding and "\0" not in text and any(s in text for s in ",\t;，\n") else ""


def _unwrapped(cell: str) -> str:
    """Return the text of a cell that was made a formula to keep its zeros (``="01"``)."""
    match = _WRAPPED.fullmatch(cell)
    return match[1] if match else cell


def _separated(text: TextIO) -> tuple[Iterator[str], str, bool]:
    """Return all lines of a file, the sign between the cells, and whether cells are ``="01"``."""
    lines: list[str] = []
    filled = 0
    for line in islice(text, _SAMPLE_LINES):
        lines.append(line)
        filled += bool(line.strip("\r\n ,\t;，"))
        if filled == _SAMPLE:
            break
    best = max(_SEPARATORS, key=lambda sign: _fitness(lines, sign))
    return chain(lines, text), best, any('="' in line for line in lines)


def _fitness(lines: Sequence[str], separator: str) -> tuple[int, int]:
    """Return how many lines have the same number of cells, more than one, and that number."""
    counts: Counter[int] = Counter()
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        try:
            row = next(reader)
        except (csv.Error, StopIteration):
            break
        if len(row) > 1 and any(map(str.strip, row)):
            counts[len(row)] += 1
    return max(((lines, cells) for cells, lines in counts.items()), default=(0, 0))


def _broken(file: str, line: int) -> Refusal:
    return at_line(
        file,
        line,
        "quotation-marks-wrong",
        N_("The quotation marks do not match, or a cell is too long; correct the line."),
    )
