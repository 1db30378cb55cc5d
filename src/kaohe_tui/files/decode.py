"""Turn a file on disk into text, whichever way a bureau's programs wrote it.

Rule: docs/files.md, "Text".
"""

import codecs
import io
import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, TextIO

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

_SHOWN = 40
NO_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Flags to open a file with that may be a pipe, so that opening does not wait."""
_PIECE = 1024 * 1024
"""Bytes that are looked at in one go."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def shown(text: str) -> str:
    """Return a piece of a file as an error may show it: short, and safe for a terminal."""
    safe = "".join("?" if unicodedata.category(c)[0] in "CZ" and c != " " else c for c in text)
    return safe if len(safe) <= _SHOWN else safe[:_SHOWN] + "…"


def at_line(file: str, line: int, code: str, message: str, /, **values: object) -> Refusal:
    """Return the refusal of one line of a file, the line counted from 1; see ``Refusal``."""
    return Refusal(code, message, **values).at(shown(file), line)


def in_file(file: str, code: str, message: str, /, **values: object) -> Refusal:
    """Return the refusal of a file as a whole; see ``Refusal``."""
    return Refusal(code, message, **values).at(shown(file))


def name_of(path: Path) -> str:
    """Return a file's name for a refusal, or the path where there is no name (``.``, ``/``)."""
    return path.name or str(path)


def reason(error: OSError | ValueError) -> str:
    """Say why the system refused, in the language in use where the cause is known."""
    match error:
        case PermissionError():
            return _("no permission")
        case FileNotFoundError():
            return _("there is no such folder")
        case FileExistsError() | NotADirectoryError():
            return _("a file is in the folder's place")
        case OSError() if error.strerror:
            return shown(error.strerror)
        case _:
            return shown(str(error))


@contextmanager
def opened(path: Path, limit_bytes: int) -> Iterator[BinaryIO]:
    """Open a file to read bytes from.

    Raises:
        Refusal: when there is no such file, it is a folder or a device, it cannot be read, or it
            holds more than ``limit_bytes``; also when reading it fails within the block, or it was
            changed meanwhile: half a line could pass for a whole one.
    """
    name = name_of(path)
    try:
        if path.is_dir():
            raise in_file(name, "folder-given", N_("This is a folder; name a file."))
        if not path.exists():
            raise in_file(
                name, "file-missing", N_("There is no such file; check the folder and the name.")
            )
        if not path.is_file():
            raise in_file(name, "not-a-file", N_("This is not an ordinary file."))
        # Should a pipe have taken its place meanwhile, nobody is waited for.
        descriptor = os.open(path, os.O_RDONLY | NO_WAITING)
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error
    with os.fdopen(descriptor, "rb") as stream:
        try:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise in_file(name, "not-a-file", N_("This is not an ordinary file."))
            if before.st_size > limit_bytes:
                raise _too_large(name, limit_bytes)
            yield stream
            now = os.fstat(descriptor)
            if (now.st_size, now.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
                raise in_file(
                    name,
                    "file-in-use",
                    N_("Another program is writing to this file; try again once it has finished."),
                )
        except OSError as error:
            raise _unreadable(name, error) from error


def _too_large(name: str, limit_bytes: int) -> Refusal:
    return in_file(
        name,
        "file-too-large",
        N_("The file is larger than {limit} KiB; is it the right one?"),
        limit=limit_bytes // 1024,
    )


def _unreadable(name: str, error: OSError | ValueError) -> Refusal:
    return in_file(
        name, "file-unreadable", N_("The file cannot be read ({reason})."), reason=reason(error)
    )


def read_bytes(path: Path, limit_bytes: int) -> bytes:
    """Return all bytes of a file.

    Raises:
        Refusal: as ``opened`` does.
    """
    with opened(path, limit_bytes) as stream:
        # Another program may be writing to it, and what the system makes up has no size.
        data = stream.read(limit_bytes + 1)
        if len(data) > limit_bytes:
            raise _too_large(name_of(path), limit_bytes)
        return data


def pieces_of(path: Path, limit_bytes: int) -> Iterator[bytes]:
    """Yield all bytes of a file, piece by piece.

    Raises:
        Refusal: as ``opened`` does.
    """
    with opened(path, limit_bytes) as stream:
        while piece := stream.read(_PIECE):
            yield piece


def digest_of(path: Path, limit_bytes: int) -> str:
    """Return the SHA-256 of a file that may be large, in hexadecimal digits.

    Raises:
        Refusal: as ``opened`` does.
    """
    digest = sha256()
    for piece in pieces_of(path, limit_bytes):
        digest.update(piece)
    return digest.hexdigest()


def encoding_of(stream: BinaryIO, file: str) -> tuple[str, int]:
    """Detect a file's encoding: byte order mark, else strict UTF-8, else GB18030.

    UTF-8 goes first because GB18030 accepts nearly any UTF-8 and would make rubbish of it. The
    whole stream is looked at, piece by piece, and is at its beginning again afterwards.

    Returns:
        The encoding's name, and the bytes of the mark before the text.

    Raises:
        Refusal: when the bytes are no text in any of them.
    """
    beginning = stream.read(3)
    marked = [(mark, name) for mark, name in _MARKS if beginning.startswith(mark)]
    mark, candidates = (marked[0][0], [marked[0][1]]) if marked else (b"", ["utf-8", "gb18030"])
    for encoding in candidates:
        line = _first_bad_line(stream, encoding, len(mark))
        if line is None:
            stream.seek(0)
            return encoding, len(mark)
    raise at_line(
        file,
        line or 1,
        "file-not-text",
        N_("This is not text; save the file as UTF-8 and try again."),
    )


def _first_bad_line(stream: BinaryIO, encoding: str, skip: int) -> int | None:
    """Return the line whose bytes are not of the encoding; None where all are."""
    stream.seek(skip)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line = 1
    while True:
        data = stream.read(_PIECE)
        try:
            decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            # What the decoder held back from the piece before has no line end in it.
            return line + error.object.count(b"\n", 0, error.start)
        if not data:
            return None
        line += data.count(b"\n")


@contextmanager
def open_text(path: Path, limit_bytes: int) -> Iterator[tuple[TextIO, BinaryIO]]:
    """Open a file to read text from, line ends kept, without a byte order mark.

    Yields:
        The text, and the bytes below it, whose position shows how much was read.

    Raises:
        Refusal: as ``opened`` and ``encoding_of`` do.
    """
    with opened(path, limit_bytes) as stream:
        encoding, skip = encoding_of(stream, name_of(path))
        stream.seek(skip)
        yield io.TextIOWrapper(stream, encoding, newline=""), stream


def read_text(path: Path, limit_bytes: int) -> str:
    """Return the text of a file, without a byte order mark.

    Raises:
        Refusal: as ``open_text`` does.
    """
    stream = io.BytesIO(read_bytes(path, limit_bytes))
    encoding, skip = encoding_of(stream, name_of(path))
    stream.seek(skip)
    return io.TextIOWrapper(stream, encoding, newline="").read()
