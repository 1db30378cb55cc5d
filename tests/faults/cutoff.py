"""What has to be there when a step on a whole file was cut off: see tests/faults/keeping.py.

Each function is given the folder, the state before, and whether the step was acknowledged; it tells
what is wrong. The next start has to set right what can be.
"""

import os
import shlex
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from kaohe_tui.services.database.aftermath import what_happened
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.store.database import copies, keeping
from kaohe_tui.store.database.migrations import HEAD
from tests.faults import exported_files, soundness
from tests.faults.children import command, ended
from tests.faults.filesteps import KEPT_COPY, NAME, PAPERS, backup, copy, export

_VOLATILE = {"record", "record_head", "seal"}
"""Tables in which a restore leaves its entry."""
_OLD = -700
"""Seconds by which what was left behind is made older: see ``copies.STALE_AFTER``."""


def _started(folder: Path) -> Iterator[str]:
    """What the next start finds wrong: a look, the record, the app's own clearing away."""
    path = folder / NAME
    code, told = command("status", "--db", str(path))
    if code:
        yield f"status ends with {code}: {told}"
        return
    yield from soundness.findings(path)
    for left in folder.rglob(".*.new*"):
        now = left.stat().st_mtime
        os.utime(left, (now + _OLD, now + _OLD))
    room = enter_room(path)
    what_happened(room)
    room.close()
    yield from (f"{left.name} is left behind" for left in folder.rglob(".kaohe*.new*"))
    if Path(f"{path}-journal").exists():
        yield "a journal is left behind"


def tables(path: Path) -> dict[str, list[str]]:
    """Table -> its rows, in an order that does not depend on the file."""
    with closing(sqlite3.connect(path)) as asked:
        names = asked.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        return {
            name: sorted(map(repr, asked.execute(f'SELECT * FROM "{name}"'))) for (name,) in names
        }


def _same(folder: Path, before: Path, _acknowledged: bool) -> Iterator[str]:
    """The database says what it said; see ``_started``."""
    yield from _started(folder)
    if tables(folder / NAME) != tables(before / NAME):
        yield "the database says something else"


def swept(folder: Path, before: Path, acknowledged: bool) -> Iterator[str]:
    yield from _same(folder, before, acknowledged)
    with closing(sqlite3.connect(folder / NAME)) as asked:
        if asked.execute("PRAGMA user_version").fetchone() != (0,):
            yield "the file was not made anew by the next start"
        if asked.execute("PRAGMA freelist_count").fetchone() != (0,):
            yield "the file is said to be made anew, and has pages of before"


_MARKS = "SELECT ratee_id, indicator, mark FROM ({}) ORDER BY 1, 2, 3"
_TAKEN = (
    "SELECT count(*) FROM ballot WHERE tier_no = 1 AND rater_id NOTNULL AND state = 'handed_in'"
)


def cast(folder: Path, before: Path, acknowledged: bool) -> Iterator[str]:
    yield from _started(folder)
    with (
        closing(sqlite3.connect(folder / NAME)) as now,
        closing(sqlite3.connect(before / NAME)) as then,
    ):
        (count,), (had,) = now.execute(_TAKEN).fetchone(), then.execute(_TAKEN).fetchone()
        if count not in ((had + 1,) if acknowledged else (had, had + 1)):
            yield f"{count} ballots are in, {had} were before"
        if _ratings(now) != _ratings(then):
            yield "ratings are gone or more"
        if count == had and tables(folder / NAME) != tables(before / NAME):
            yield "the ballot is half handed in"


def _ratings(asked: sqlite3.Connection) -> list[str]:
    columns = [row[1] for row in asked.execute("PRAGMA table_info(rating)")]
    kept = ", ".join(name for name in columns if name not in ("id", "ballot_id"))
    return sorted(map(repr, asked.execute(f"SELECT {kept} FROM rating")))


def copied(folder: Path, before: Path, acknowledged: bool) -> Iterator[str]:
    old, made = (before / KEPT_COPY).read_bytes(), 0
    for each in copies.copies(folder / NAME):
        if each.path.read_bytes() != old:
            made += 1
            yield from _holds(each.path, before)
    if acknowledged and made != 1:
        yield f"{made} copies were made"
    if len(copies.copies(folder / NAME)) < keeping.LATEST + keeping.DAYS:
        yield "copies are gone that are to be kept"
    yield from _same(folder, before, acknowledged)
    code, told = _again(folder, copy)
    if code:
        yield f"no copy can be made any more: {told}"


def _holds(copy: Path, before: Path) -> Iterator[str]:
    """What is wrong with a file that has the name of a copy."""
    code, told = command("verify", "--db", str(copy))
    if code:
        yield f"{copy.name} does not hold: {told}"
    elif tables(copy) != tables(before / NAME):
        yield f"{copy.name} says something else"


def _again(folder: Path, act: Callable[[Path], bool | None]) -> tuple[int, str]:
    return ended(partial(act, folder))


def backed_up(folder: Path, before: Path, acknowledged: bool) -> Iterator[str]:
    copy = folder / "backup.db"
    yield from _same(folder, before, acknowledged)
    if copy.exists():
        yield from _holds(copy, before)
    elif acknowledged:
        yield "the copy is not there"
    else:
        for left in folder.glob(".backup.db.*"):
            os.utime(left, (0, 0))
        code, told = _again(folder, backup)
        if code:
            yield f"no copy can be made any more: {told}"
        yield from _holds(copy, before)
        yield from (f"{left.name} is left behind" for left in folder.glob(".backup.db.*"))


def _is_restored(folder: Path, copy: Path) -> bool:
    """Whether the database says what the copy does, and that it was restored."""
    now, then = tables(folder / NAME), tables(copy)
    return (
        {name: rows for name, rows in now.items() if name not in _VOLATILE}
        == {name: rows for name, rows in then.items() if name not in _VOLATILE}
        and len(now["record"]) > len(then["record"])
        and set(then["record"]) <= set(now["record"])
    )


def restored(folder: Path, before: Path, acknowledged: bool) -> Iterator[str]:
    kept = list(folder.glob("kaohe.replaced-*.db"))
    for each in kept:
        yield from _holds(each, before)
    yield from _started(folder)
    if _is_restored(folder, before / KEPT_COPY):
        if not kept:
            yield "what was replaced is not kept"
    elif tables(folder / NAME) != tables(before / NAME):
        yield "the database says neither the one nor the other"
    elif acknowledged:
        yield "what was restored is not there"
    if (before / KEPT_COPY).read_bytes() != (folder / KEPT_COPY).read_bytes():
        yield "the copy was changed"


def found_again(folder: Path, before: Path, acknowledged: bool) -> Iterator[str]:
    """After a restore where the database was damaged or missing."""
    path, old = folder / NAME, before / NAME
    kept = list(folder.glob("kaohe.replaced-*.db"))
    code, told = command("status", "--db", str(path))
    if code:
        if acknowledged:
            yield f"what was restored is not there: {told}"
        if old.exists() and not path.exists() and not kept:
            yield "what was damaged is nowhere"
        code, told = _brought_back(folder, told)
        if code:
            yield f"it cannot be brought back: {told}"
            return
    elif old.exists() and [each.read_bytes() for each in kept] != [old.read_bytes()]:
        yield "what was replaced is not kept as it was"
    yield from _started(folder)
    if not _is_restored(folder, before / KEPT_COPY):
        yield "the database does not say what the copy does"


def _brought_back(folder: Path, told: str) -> tuple[int, str]:
    """Do what the start said where nothing is there; restore anew where it is damaged."""
    if not (folder / NAME).exists():
        _before, found, line = told.strip().rpartition("kaohe restore ")
        if not found:
            return 1, told
        return command("restore", "--yes", *shlex.split(line))
    return command("restore", "--yes", str(folder / KEPT_COPY), "--db", str(folder / NAME))


def exported(folder: Path, before: Path, acknowledged: bool) -> Iterator[str]:
    yield from _same(folder, before, acknowledged)
    out, names = folder / "out", (before / PAPERS).read_text(encoding="utf-8").splitlines()
    if acknowledged and (lost := exported_files.missing(out, names)):
        yield f"told as written, and not there: {lost}"
    elif not acknowledged:
        code, told = _again(folder, export)
        if exported_files.missing(out, names) or (code and "already exists" not in told):
            yield f"a part is there, and it cannot be done again: {told}"
    yield from exported_files.broken(out)
    if not acknowledged:
        yield from (f"{left.name} is left behind" for left in out.glob(".kaohe-*"))


def led_on(folder: Path, before: Path, acknowledged: bool) -> Iterator[str]:
    then, was_head = tables(before / NAME), _revision(before / NAME) == HEAD
    if (
        not was_head
        and not acknowledged
        and _revision_aside(folder)
        not in (
            HEAD,
            _revision(before / NAME),
        )
    ):
        yield "it is of no revision"
    moved_on = not was_head and _revision_aside(folder) == HEAD
    kept = list(folder.glob("kaohe.before-*.db"))
    if moved_on and not kept:
        yield "it was led on, and no copy of before is there"
    yield from _started(folder)
    kept = list(folder.glob("kaohe.before-*.db"))
    if len(kept) != (not was_head):
        yield f"{len(kept)} copies of before"
    for each in kept:
        if tables(each) != then:
            yield f"{each.name} is not what was before"


def _revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as asked:
        return str(asked.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _revision_aside(folder: Path) -> str:
    """The revision once a journal is played back, with the files left as they are."""
    aside = folder / "aside"
    aside.mkdir()
    for path in folder.glob(f"{NAME}*"):
        shutil.copyfile(path, aside / path.name)
    found = _revision(aside / NAME)
    shutil.rmtree(aside)
    return found
