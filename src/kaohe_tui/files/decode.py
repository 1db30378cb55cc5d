"""From a file on disk to text, whichever way a bureau's programs wrote it.

Rule: docs/files.md, "Text".
"""

import codecs
import unicodedata
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import _

_SHOWN = 40
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def shown(text: str) -> str:
    """A piece of a file as an error may show it: short, and safe for a terminal."""
    safe = "".join("?" if unicodedata.category(c)[0] in "CZ" and c != " " else c for c in text)
    return safe if len(safe) <= _SHOWN else safe[:_SHOWN] + "…"


def at_line(file: str, line: int, fault: str) -> Refusal:
    """The refusal of one line of a file.

    Args:
        file: the file's name.
        line: counted from 1.
        fault: a whole sentence in the language in use.
    """
    return Refusal(
        _("{file}, line {line}: {fault}").format(file=shown(file), line=line, fault=fault)
    )


def in_file(file: str, fault: str) -> Refusal:
    """The refusal of a file as a whole; ``fault`` is a whole sentence."""
    return Refusal(_("{file}: {fault}").format(file=shown(file), fault=fault))


def name_of(path: Path) -> str:
    """What a refusal calls a file: its name, or the path where that has none (``.``, ``/``)."""
    return path.name or str(path)


def reason(error: OSError | ValueError) -> str:
    """Why the system would not, in the language in use where the cause is known."""
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


def read_bytes(path: Path, limit_bytes: int) -> bytes:
    """All bytes of a file.

    Raises:
        Refusal: when there is no such file, it is a folder or a device, it cannot be read, or it
            holds more than ``limit_bytes``.
    """
    name = name_of(path)
    try:
        if path.is_dir():
            raise in_file(name, _("This is a folder; name a file."))
        if not path.exists():
            raise in_file(name, _("There is no such file; check the folder and the name."))
        if not path.is_file():
            raise in_file(name, _("This is not an ordinary file."))
        with path.open("rb") as stream:
            data = stream.read(limit_bytes + 1)
    except (OSError, ValueError) as error:
        raise in_file(
            name, _("The file cannot be read ({reason}).").format(reason=reason(error))
        ) from error
    if len(data) > limit_bytes:
        raise in_file(
            name,
            _("The file is larger than {limit} KiB; is it the right one?").format(
                limit=limit_bytes // 1024
            ),
        )
    return data


def decode(data: bytes, file: str) -> str:
    """Text from bytes: by the byte order mark, else strict UTF-8, else GB18030.

    UTF-8 goes first because GB18030 accepts nearly any UTF-8 and would make rubbish of it.

    Raises:
        Refusal: when the bytes are no text in any of them.
    """
    try:
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return data[len(mark) :].decode(encoding)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("gb18030")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise at_line(
            file, line, _("This is not text; save the file as UTF-8 and try again.")
        ) from error


def read_text(path: Path, limit_bytes: int) -> str:
    """The text of a file, without a byte order mark.

    Raises:
        Refusal: as ``read_bytes`` and ``decode`` do.
    """
    return decode(read_bytes(path, limit_bytes), name_of(path))
