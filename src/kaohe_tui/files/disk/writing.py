"""Put a file on the disk whole or not at all. Rule: docs/files.md, "What is written"."""

import os
from collections.abc import Iterable
from pathlib import Path

from kaohe_tui import diskname
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import in_file, reason
from kaohe_tui.files.disk.leftover import temporary
from kaohe_tui.words import N_


def write_new(path: Path, data: bytes | Iterable[bytes], *, replace: bool = False) -> None:
    """Write a file that only its owner can read (mode 0600).

    It is written beside its place, flushed to the disk and then renamed, so that neither a crash
    nor a full disk leaves half a file.

    Args:
        path: where; its folder must exist.
        data: the whole content, or its pieces one after the other; what they raise goes on.
        replace: whether a file that is there already may go.

    Raises:
        Refusal: when a file is there already and may not go, or the disk refuses.
    """
    try:
        _write(path, [data] if isinstance(data, bytes) else data, replace=replace)
    except FileExistsError as error:
        raise _exists(path) from error
    except (OSError, ValueError) as error:
        raise in_file(
            path.name,
            "file-unwritable",
            N_("The file cannot be written ({reason})."),
            reason=reason(error),
        ) from error


def unwritable(path: Path, error: OSError) -> Refusal:
    """Return the refusal of a folder or file in which the disk lets nothing be written."""
    return Refusal(
        "file-unwritable",
        N_("{path} cannot be written ({reason})."),
        path=path,
        reason=reason(error),
    )


def check_free(path: Path) -> None:
    """Refuse a path at which no file can be made, as far as a look shows.

    Raises:
        Refusal: when something is there already, or there is no such folder.
    """
    if not diskname.is_missing(path):
        raise _exists(path)
    if not path.parent.is_dir():
        raise in_file(
            path.name, "folder-missing", N_("There is no folder {folder}."), folder=path.parent
        )


def _exists(path: Path) -> Refusal:
    return in_file(
        path.name,
        "file-exists",
        N_("This file already exists; choose another name or move it away."),
    )


def _write(path: Path, pieces: Iterable[bytes], *, replace: bool) -> None:
    if not replace and os.path.lexists(path):
        raise FileExistsError
    with temporary(path.parent) as (handle, temporary_path):
        with os.fdopen(handle, "wb", closefd=False) as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(handle)
        if replace:
            temporary_path.replace(path)
        else:
            diskname.give(temporary_path, path)
    diskname.sync_folder(path.parent)
