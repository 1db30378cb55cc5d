"""Put many files into a folder, all of them or none. Rule: docs/files.md, "What is written"."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kaohe_tui import diskname
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import in_file, name_of, reason, shown
from kaohe_tui.files.disk.leftover import PLACING, clear, workplace
from kaohe_tui.words import N_

Progress = Callable[[int, int, str], None]
"""Called with the files made, the files planned, and the next one's name (empty at the end)."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A file that is to be made."""

    name: str
    """The place in the folder, with ``/`` between folders."""
    make: Callable[[], bytes | str]
    """Returns the content; text goes out in UTF-8."""


def place(
    folder: Path,
    plan: Sequence[Planned],
    *,
    progress: Progress | None = None,
    replace: bool = False,
) -> list[Path]:
    """Make all the files and put them into the folder (mode 0600, folders 0700).

    They are made in a folder of their own in there and moved once all are whole: when something
    goes wrong, what was there before is there again, and nothing else. Where the program is killed
    or the power fails among the moves, the next writing to the folder sees to that.

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
        clear(folder)
        _check_free(targets, replace=replace)
        with ExitStack() as folders:
            _make_folder(folder, folders)
            with workplace(folder) as temporary:
                new = _make_all(temporary, plan, progress)
                _move_all(temporary, plan, new, targets, replace=replace)
            folders.pop_all()
    except OSError as error:
        raise _unwritten(folder, error) from error
    return targets


def check_folder(folder: Path) -> None:
    """Refuse a folder in which files cannot be placed, as far as a look tells.

    Raises:
        Refusal: when it is no folder, the one above it is not there, or nothing can be written.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        raise Refusal(
            "not-a-folder",
            N_("{path} is not a folder; choose another one."),
            path=shown(str(folder)),
        )
    existing = folder if folder.is_dir() else folder.parent
    if not existing.is_dir():
        raise in_file(
            folder.name, "folder-missing", N_("There is no folder {folder}."), folder=existing
        )
    if not os.access(existing, os.W_OK | os.X_OK):
        raise Refusal(
            "file-unwritable",
            N_("{path} cannot be written to: no permission. Choose another folder."),
            path=shown(str(existing)),
        )


def _check_free(targets: Sequence[Path], *, replace: bool) -> None:
    """Refuse a place that is taken; with ``replace`` an ordinary file there is no obstacle."""
    for path in targets:
        if os.path.lexists(path) and not (replace and path.is_file()):
            raise _file_exists(path)


def _make_folder(folder: Path, undo: ExitStack) -> None:
    if folder.is_dir():
        return
    folder.mkdir(mode=0o700)
    undo.callback(folder.rmdir)


@contextmanager
def _listed(workplace: Path, plan: Sequence[Planned], targets: Sequence[Path]) -> Iterator[None]:
    """Keep a list of what is being placed during the block; make all of it lasting at its end."""
    folder, placing = workplace.parent, workplace / PLACING
    _write(placing, "\n".join(each.name for each in plan).encode())
    # Neither a name in its place nor the want of the list may outlive a power cut by itself.
    diskname.sync_folder(workplace)
    diskname.sync_folder(folder)
    yield
    for each in {folder.absolute().parent, folder, *(path.parent for path in targets)}:
        diskname.sync_folder(each)
    placing.unlink()
    diskname.sync_folder(workplace)


def _make_all(workplace: Path, plan: Sequence[Planned], progress: Progress | None) -> list[Path]:
    paths = []
    for number, each in enumerate(plan):
        if progress:
            progress(number, len(plan), each.name)
        content = each.make()
        path = workplace / f"new-{number}"
        data = content.encode() if isinstance(content, str) else content
        _write(path, data)
        paths.append(path)
    if progress:
        progress(len(plan), len(plan), "")
    return paths


def _move_all(
    workplace: Path,
    plan: Sequence[Planned],
    new: Sequence[Path],
    targets: Sequence[Path],
    *,
    replace: bool,
) -> None:
    """Move the files that were made to their places; where one cannot go, move all back."""
    with ExitStack() as undo:
        with _listed(workplace, plan, targets):
            for number, (source, target) in enumerate(zip(new, targets, strict=True)):
                _make_folder(target.parent, undo)
                _move(source, target, workplace / f"old-{number}" if replace else None, undo)
        undo.pop_all()


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _move(source: Path, target: Path, beside: Path | None, undo: ExitStack) -> None:
    """Move a file to its place; keep the one already there aside where ``beside`` names a place.

    The file keeps its name beside, so that what was put there can be recognised.
    """
    if beside is not None and os.path.lexists(target):
        _check_free([target], replace=True)
        try:
            os.link(target, beside, follow_symlinks=False)
        except OSError:
            target.rename(beside)
        undo.callback(beside.replace, target)
        _second_name(source).replace(target)
        return
    try:
        diskname.give(source, target, keeps=True)
    except FileExistsError as error:
        raise _file_exists(target) from error
    undo.callback(target.unlink)


def _second_name(path: Path) -> Path:
    """Give a file a second name and return it; return its own where the disk has no links."""
    spare = path.with_name(f"{path.name}-spare")
    try:
        os.link(path, spare, follow_symlinks=False)
    except OSError:
        return path
    return spare


def _unwritten(folder: Path, error: OSError) -> Refusal:
    return in_file(
        name_of(folder),
        "file-unwritable",
        N_("The files cannot be written ({reason}); nothing was changed."),
        reason=reason(error),
    )


def _file_exists(path: Path) -> Refusal:
    return Refusal(
        "file-exists",
        N_("{path} already exists; choose another folder. Nothing was written."),
        path=shown(name_of(path)),
    )
