"""Cases as they are written down: what is done, and what has to come of it. Form: README.md."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FILES = HERE / "files"
TABLES = HERE / "tables"
FOLDERS = (HERE / "methods", HERE / "new_keys")
NOT_YET = HERE / "not_yet.toml"
ACTS = ("run", "score", "other", "ask", "write", "edit", "copy", "keys", "do", "read")
"""What a step can be: each has one of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that is done, and what has to come of it."""

    run: str = ""
    """Arguments of ``kaohe``, as a shell reads them; ``{today-3}`` is a day."""
    score: str = ""
    """A period, or a period and a tier: opened where it is not, keyed by file, closed."""
    points: Mapping[str, int] | None = None
    """With ``score``: whole points by ratee's code; 90 for all others."""
    keep_open: bool = False
    """With ``score``: the tier is not closed."""
    other: str = ""
    """SQL that another program runs, with all that guards the file put out of the way."""
    ask: str = ""
    """SQL; ``rows`` is what it has to find."""
    rows: Sequence[Sequence[Any]] | None = None
    write: str = ""
    """A file; ``text`` is what is written into it."""
    edit: str = ""
    """A file, in which ``old`` becomes ``text``."""
    old: str = ""
    text: str = ""
    copy: str = ""
    """A file; ``to`` is what its copy is called."""
    to: str = ""
    keys: Sequence[str] | None = None
    """Keys for the app, started where none runs; what is longer than a key's name is typed."""
    see: Sequence[str] = ()
    """What the screen has to show in the end."""
    gone: Sequence[str] = ()
    """What it may not show then."""
    size: Sequence[int] = (80, 24)
    """Columns and lines of an app that is started."""
    arguments: str = ""
    """More arguments of an app that is started."""
    do: str = ""
    """A function of ``tests.cases.doing``, for what no command or key does."""
    read: str = ""
    """Files by a pattern, at least one; ``says`` and ``never`` are asked of each."""
    code: int | Sequence[int] = 0
    """The exit code of a command, or those that are as good."""
    says: Sequence[str] = ()
    """What a command has to print, whatever lies between its words; ``a|b``: one of both."""
    zh: Sequence[str] = ()
    """As ``says``, in Chinese."""
    en: Sequence[str] = ()
    """As ``says``; a command that is refused is asked once more in English."""
    never: Sequence[str] = ()
    """What a command may not print."""
    json: Mapping[str, Any] | None = None
    """Values of what it prints, by their path: ``standings.0.rank``, or ``standings.code=08.rank``
    for the entry of a list that has the value."""
    width: int = 0
    """The cells that no line may be wider than; 0 where that is not looked at."""
    bare: bool = False
    """Without ``--db``: the default place."""
    outside: bool = False
    """In a program of its own, at a pseudo-terminal of none: what depends on the process."""

    @property
    def act(self) -> str:
        """Which of ``ACTS`` it is."""
        [act] = [name for name in ACTS if getattr(self, name) not in ("", None)]
        return act


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case."""

    id: str
    title: str
    """What has to be, in a sentence."""
    steps: tuple[Step, ...]
    files: Path = FILES
    """What the folder in which it is played begins with."""

    def __str__(self) -> str:
        return self.id


@cache
def cases() -> tuple[Case, ...]:
    """All cases, in the order of the tables and in that of each, and those that are folders.

    Raises:
        ValueError: where a table has a case twice, or a step something that no step has.
    """
    tables = (case for path in sorted(TABLES.glob("*.toml")) for case in _of(path))
    found = (
        *tables,
        *(
            of_folder(path.parent)
            for folder in FOLDERS
            for path in sorted(folder.glob("*/run.txt"))
        ),
    )
    names = [case.id for case in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"twice: {', '.join(sorted(twice))}")
    return found


def not_yet() -> dict[str, str]:
    """Case's id -> why it does not hold yet.

    Raises:
        ValueError: where there is no such case.
    """
    found = tomllib.loads(NOT_YET.read_text(encoding="utf-8"))
    if unknown := set(found) - {case.id for case in cases()}:
        raise ValueError(f"{NOT_YET.name}: no case {', '.join(sorted(unknown))}")
    return found


def _of(path: Path) -> Iterator[Case]:
    known = {field.name for field in fields(Step)}
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    for given in table["case"]:
        steps = []
        for step in given["steps"]:
            if unknown := set(step) - known:
                raise ValueError(f"{path.name}, {given['id']}: {', '.join(sorted(unknown))}")
            steps.append(Step(**step))
            steps[-1].act  # noqa: B018 - it has exactly one
        yield Case(id=given["id"], title=given["title"], steps=tuple(steps))


def of_folder(folder: Path) -> Case:
    """A case that is a folder: commands in run.txt, what comes of them in expected.json."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    lines = (folder / "run.txt").read_text(encoding="utf-8").splitlines()
    title = (folder / "README.md").read_text(encoding="utf-8").splitlines()[0].lstrip("# ")
    steps = (*(_step(line, expected) for line in lines if line.strip()), *_came_of(expected))
    return Case(id=folder.name, title=title, steps=steps, files=folder)


def _step(line: str, expected: Mapping[str, Any]) -> Step:
    refused, line = line.startswith("! "), line.removeprefix("! ")
    name, line = line[1:].split("] ", 1) if line.startswith("[") else ("", line)
    command = line.removeprefix("kaohe --db {db} ")
    if command == line:
        raise ValueError(f"no command of kaohe: {line}")
    says = expected.get("says", {}).get(name, {})
    people = expected.get("json", {}).get(name)
    return Step(
        run=command.replace("{tmp}", "tmp"),
        code=int(refused),
        says=_texts(says.get("must", ())),
        never=says.get("must_not", ()),
        json=None if people is None else _of_people(people),
    )


def _came_of(expected: Mapping[str, Any]) -> Iterator[Step]:
    """What the standings have in the end, what was reckoned by hand, and what papers say."""
    by_hand: dict[str, dict[str, Any]] = {}
    for where, total in expected.get("by_hand", {}).items():
        period, _slash, code = where.partition("/")
        by_hand.setdefault(period, {})[code] = {"total": total}
    for table in (expected.get("results", {}), by_hand):
        for period, people in table.items():
            which = "--year" if period == "year" else f"--period {period}"
            yield Step(run=f"standings {which} --json", json=_of_people(people))
    for pattern, says in expected.get("papers", {}).items():
        yield Step(
            read=f"tmp/{pattern}",
            says=_texts(says.get("must", ())),
            never=says.get("must_not", ()),
        )


def _of_people(people: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Code -> what the line of the person has, as values by their paths."""
    names = {"grade": "proposed_grade"}
    return {
        f"standings.code={code}.{names.get(key, key)}": value
        for code, line in people.items()
        for key, value in line.items()
    }


def _texts(listed: Sequence[str | Sequence[str]]) -> tuple[str, ...]:
    """Texts that have to be said; of a list in it one is enough."""
    return tuple(each if isinstance(each, str) else "|".join(each) for each in listed)
