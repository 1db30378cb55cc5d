"""Puts many files into a folder, all of them or none. Rule: docs/files.md, "What is written"."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import in_file, name_of, reason, shown
from kaohe_tui.words import _

Progress = Callable[[int, int, str], None]
"""How many files are made, of how many, and which one is next (empty after the last)."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A file that is to be made."""

    name: str
    """Where in the folder, with ``/`` between folders."""
    make: Callable[[], bytes | str]
    """Its content; text goes out in UTF-8."""


def place(
    folder: Path,
    plan: Sequence[Planned],
    *,
    progress: Progress | None = None,
    replace: bool = False,
) -> list[Path]:
    """Make all the files and put them into the folder (mode 0600, folders 0700).

    They are made in a folder of their own in there and moved once all are whole: when something
    goes wrong, what was there before is there again, and nothing else.

    Args:
        folder: made where it is not there; the folder above it must be.
        plan: the files, made one after the other.
        progress: called before each file and after the last.
        replace: whether files that are there already may go.

    Returns:
        The files' paths, in the plan's order.

    Raises:
        Refusal: when one of them is there already and may not go, or the disk refuses.
    """
    targets = [folder.joinpath(*PurePosixPath(each.name).parts) for each in plan]
    try:
        _check_free(targets, replace=replace)
        with ExitStack() as folders:
            _make_folder(folder, folders)
            with _workplace(folder) as made, ExitStack() as undo:
                new = _make_all(made, plan, progress)
                for number, (source, target) in enumerate(zip(new, targets, strict=True)):
                    _make_folder(target.parent, undo)
                    _move(source, target, made / f"old-{number}" if replace else None, undo)
                undo.pop_all()
            folders.pop_all()
    except OSError as error:
        raise in_file(
            name_of(folder),
            _("The files cannot be written ({reason}); nothing was changed.").format(
                reason=reason(error)
            ),
        ) from error
    return targets


def _check_free(targets: Sequence[Path], *, replace: bool) -> None:
    """Whether every place is free; with ``replace``, whether an ordinary file alone is there."""
    for path in targets:
        if os.path.lexists(path) and not (replace and path.is_file()):
            told = _("{path} is there already; choose another folder. Nothing was written.")
            raise Refusal(told.format(path=shown(name_of(path))))


def _make_folder(folder: Path, undo: ExitStack) -> None:
    if folder.is_dir():
        return
    folder.mkdir(mode=0o700)
    undo.callback(folder.rmdir)


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix=".kaohe-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _make_all(made: Path, plan: Sequence[Planned], progress: Progress | None) -> list[Path]:
    paths = []
    for number, each in enumerate(plan):
        if progress:
            progress(number, len(plan), each.name)
        content = each.make()
        path = made / f"new-{number}"
        data = content.encode() if isinstance(content, str) else content
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        paths.append(path)
    if progress:
        progress(len(plan), len(plan), "")
    return paths


def _move(source: Path, target: Path, keep: Path | None, undo: ExitStack) -> None:
    """Move a file to its place; one that is there is kept aside where ``keep`` names a place."""
    if keep is not None and os.path.lexists(target):
        target.rename(keep)
        undo.callback(keep.rename, target)
    # Taking the name exclusively leaves no gap for another writer.
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    undo.callback(target.unlink)
    source.replace(target)
