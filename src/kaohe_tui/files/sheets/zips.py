"""Check whether a zip (a workbook, a document) may be unpacked at all."""

import io
import zipfile
import zlib

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import in_file
from kaohe_tui.words import N_

INFLATED = 64 * 1024 * 1024
"""Bytes that all parts together may have unpacked."""
ENTRIES = 2000
"""Parts that a zip may have."""
RATIO = 200
"""The times of its size that a part may grow to, once it is larger than ``_SMALL``."""

_SMALL = 1024 * 1024
_PIECE = 64 * 1024
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def check_zip(data: bytes, file: str, unreadable: Refusal) -> list[str]:
    """Return the names of a zip's parts, after all of it was unpacked once, piece by piece.

    Args:
        data: the zip.
        file: what the refusal calls it.
        unreadable: what is said where it is none, or is damaged.

    Raises:
        Refusal: when it unpacks to too much, is damaged, locked, or its sizes are a lie.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > ENTRIES or sum(part.file_size for part in parts) > INFLATED:
                raise unpacks_to_too_much(file)
            for part in parts:
                if part.file_size > max(_SMALL, RATIO * part.compress_size):
                    raise unpacks_to_too_much(file)
                if part.compress_type not in _PLAIN:
                    raise unreadable
                with archive.open(part) as stream:
                    # To the end, which checks the length and the sum that the directory promises;
                    # in pieces, for ``read`` unpacks all at once before it looks at the length.
                    while stream.read(_PIECE):
                        pass
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError,
        NotImplementedError,
    ) as error:  # fmt: skip
        raise unreadable from error
    return [part.filename for part in parts]


def unpacks_to_too_much(file: str) -> Refusal:
    """Return the refusal of a file that would fill the memory."""
    return in_file(
        file,
        "file-too-large-unpacked",
        N_("It unpacks to far too much data; keep only what is needed in it."),
    )
