"""Keep the files that were brought as they were, where the scheme asks for it.

They lie beside the database ``year.db`` in ``year.db.originals``, each under the first digits of
its hash, which the record names too. Rule: docs/files.md, "Originals".
"""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.files.decode import digest_of, in_file, pieces_of
from kaohe_tui.files.disk.writing import unwritable, write_new
from kaohe_tui.words import N_

LIMIT = 1024 * 1024 * 1024
"""Bytes that a file may have; as much as the largest that is read."""
_DIGITS = 12


def originals_of(database: Path) -> Path:
    """Return the folder of the files that were brought to a database."""
    return Path(f"{os.path.realpath(database)}.originals")


def keep_original(database: Path, scheme: Scheme, path: Path, digest: str) -> None:
    """Keep a file as it is, readable by its owner alone, if the scheme asks for it.

    To be called before what the file holds is taken: what cannot be kept is not taken.

    Args:
        database: the database that it is brought to.
        scheme: says whether originals are kept.
        path: the file.
        digest: its SHA-256 when it was read, in hexadecimal digits.

    Raises:
        Refusal: when it was changed since, or cannot be kept.
    """
    if not scheme.keep_originals:
        return
    folder = originals_of(database)
    place = folder / f"{digest[:_DIGITS]}-{path.name}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_kept = place.is_file() and digest_of(place, LIMIT) == digest
    except OSError as error:
        raise unwritable(folder, error) from error
    if is_kept:
        for _piece in _unchanged(path, digest):
            pass
    else:
        write_new(place, _unchanged(path, digest), replace=True)


def _unchanged(path: Path, digest: str) -> Iterator[bytes]:
    """Yield a file piece by piece; refuse it at its end where it is not the one that was read."""
    now = sha256()
    for piece in pieces_of(path, LIMIT):
        now.update(piece)
        yield piece
    if now.hexdigest() != digest:
        raise in_file(
            path.name,
            "file-in-use",
            N_("Another program is writing to this file; try again once it has finished."),
        )
