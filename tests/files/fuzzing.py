"""Every kind of file that kaohe reads, and hostile changes of good ones.

``tests/files/test_fuzz.py`` tries some, ``benchmarks/reliability/fuzz.py`` as many as there is time
for.
"""

import csv
import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import xlsxwriter
from hypothesis import strategies as st

from kaohe_tui import settings
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import harmless_line
from kaohe_tui.resources import shipped
from kaohe_tui.services.ballots.importing import import_ballots
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.database.opening import enter_room, look
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.entries import from_files
from kaohe_tui.services.integrity import verifying
from kaohe_tui.services.periods import roster_and_scheme
from kaohe_tui.services.public.exporting import Part, export
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tasks import tasks
from kaohe_tui.services.tiers import steps
from kaohe_tui.ui.frame.themes import read_theme
from tests.files.forms import all_marks

LONGEST = 2000
LINES = 32
"""Characters that a refusal may have: a form's names ten wrong cells."""
_PERIOD = "q1"
_ADJUSTMENTS = (
    "person,rule,evidence,count,approved_by\n06,award,一等奖证书,1,01\n07,award,证书,2,\n"
)

_TEXTS = (
    *("\x1b[31m", "\x1b]52;c;eA==\x07", "[red]", "[/]", "[@click=app.quit]x[/]"),
    *("=1+1", "＝cmd", "+1", "-1", "@SUM(A1)", "\t", "\r", "\n", "\r\n", "\x00", "\x7f", "\x9b"),
    *("\u202e", "\u2066", "\u200f", "\u200b", "\u200d", "\ufeff", "\u2028", "\U000e0041"),
    *("\ue000", "\ufffe", "e" + "\u0301" * 50, "王" * 500, "x" * 100_000, "../../x", "/etc/passwd"),
    *('"', "'", '"""', ",", ";", "１２", "1e9", "NaN", "-0", "9" * 20, "0.1", "1,5", "''"),
    *("[[", "]]", "{", "a.b.c = 1", "= 1", "#", '<!DOCTYPE x [<!ENTITY a "b">]>', "&a;", "]]>"),
    *("<row>", '<c r="XFD1048576"/>', ' r="ZZZ9"', ' t="s"', "<v>99999</v>"),
)
_SMALL = [bytes([each]) for each in b'0123456789,.=-"\n[] ax']
_BYTES = (
    b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\x81\x30", b"\xed\xa0\x80", b"\xc0\x80",
    "王芳".encode("gb18030"), "王芳".encode("utf-16"), b"PK\x03\x04", b"\x00" * 64,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of some bytes: ``length`` of them at a place give way to others."""

    at: int
    length: int
    new: bytes
    again: int
    """How often the bytes there are doubled instead, 0 for not at all."""

    def of(self, data: bytes) -> bytes:
        """The bytes changed."""
        at = self.at % (len(data) + 1)
        old = data[at : at + self.length]
        return data[:at] + (old * self.again if self.again else self.new) + data[at + len(old) :]


EDIT = st.builds(
    Edit,
    st.integers(0, 2**20),
    st.one_of(st.just(0), st.just(1), st.integers(0, 8), st.integers(0, 2000)),
    st.one_of(
        st.sampled_from(_SMALL),
        st.sampled_from(_SMALL),
        st.sampled_from([text.encode() for text in _TEXTS]),
        st.sampled_from(_BYTES),
        st.text(max_size=8).map(lambda text: text.encode("utf-8", "replace")),
        st.binary(max_size=8),
    ),
    st.sampled_from([0, 0, 0, 0, 2, 50]),
)
EDITS = st.lists(EDIT, min_size=1, max_size=4)
JUNK = st.binary(max_size=300)


def edited(data: bytes, edits: list[Edit]) -> bytes:
    """The bytes after all the changes."""
    for each in edits:
        data = each.of(data)
    return data


def edited_inside(data: bytes, part: int, edits: list[Edit]) -> bytes:
    """A zip of which one part is changed, and that is whole again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {each.filename: archive.read(each) for each in archive.infolist()}
    # The sheet itself as often as all the others together.
    names = [*parts, *(name for name in parts if "sheet" in name.lower() for _again in parts)]
    name = names[part % len(names)]
    parts[name] = edited(parts[name], edits)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file."""

    name: str
    """The file's own."""
    good: bytes
    """One that is taken."""
    read: Callable[[Room, Path], object]

    @property
    def is_zip(self) -> bool:
        """Whether there are parts inside it to change."""
        return self.good.startswith(b"PK")


class Bureau:
    """A database with a tier open, and the files that go into it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path, self._kept = folder / "year.db", folder / "kept"
        sample = shipped("sample_data")
        self._room = new_year(self._path, sample / "scheme.toml", sample / "roster.csv")
        steps.open_tier(self._room, _PERIOD, "peer")
        export(self._room, _PERIOD, folder / "out", parts=[Part.BALLOTS])
        form = next((folder / "out" / f"ballots-{_PERIOD}").glob("peer.*.xlsx"))
        marks = tuple(each.points // 20 for each in self._room.base()[0].indicators)
        self._form = all_marks(form, marks).read_bytes()
        self._room.close()
        shutil.copyfile(self._path, self._kept)
        self._room = enter_room(self._path)

    def kinds(self) -> Mapping[str, Kind]:
        """What may be read, by a word for it."""
        sample = shipped("sample_data")
        roster, scheme = (sample / "roster.csv").read_bytes(), (sample / "scheme.toml").read_bytes()
        ballots = b"".join((sample / "ballots-q1.csv").read_bytes().splitlines(keepends=True)[:40])
        declared = b"".join((sample / "tasks.csv").read_bytes().splitlines(keepends=True)[:19])
        theme = (shipped("themes") / "ink.toml").read_bytes()
        return {
            "scheme": Kind("f.toml", scheme, roster_and_scheme.change_scheme),
            "roster": Kind("f.csv", roster, roster_and_scheme.change_roster),
            "roster workbook": Kind(
                "f.xlsx", _as_workbook(roster), roster_and_scheme.change_roster
            ),
            "ballots": Kind("f.csv", ballots, _import),
            "ballots workbook": Kind("f.xlsx", _as_workbook(ballots), _import),
            "form": Kind("f.xlsx", self._form, _import),
            "adjustments": Kind("f.csv", _ADJUSTMENTS.encode(), _import_adjustments),
            "tasks": Kind("f.csv", declared, tasks.import_tasks),
            "theme": Kind("f.toml", theme, lambda _room, path: read_theme(path)),
            "settings": Kind("settings.toml", b'theme = "ink"\ndatabase = "/x"\n', _settings),
            "database": Kind("f.db", self._kept.read_bytes(), _database),
        }

    def attempt(self, kind: Kind, data: bytes) -> str | None:
        """The sentence by which a file is refused, or None where it is taken.

        A sentence is a line that a terminal may get, or several that name a fault each; after it
        the database is what it was. Any other exception goes through. What was taken is taken back.
        """
        path = self._folder / "in" / kind.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        try:
            kind.read(self._room, path)
        except Refusal as refusal:
            told = str(refusal)
            lines = told.split("\n")
            assert 0 < len(lines) <= LINES, told
            for line in lines:
                assert harmless_line(line) == line, told
                assert 0 < len(line) <= LONGEST, told
            assert _digest(self._path) == _digest(self._kept), "a refusal changed the database"
            return told
        if _digest(self._path) != _digest(self._kept):
            self._room.close()
            shutil.copyfile(self._kept, self._path)
            self._room = enter_room(self._path)
        return None

    def close(self) -> None:
        """Let go of the database."""
        self._room.close()


@contextmanager
def bureau(folder: Path) -> Iterator[Bureau]:
    """A bureau that is closed at the end."""
    made = Bureau(folder)
    try:
        yield made
    finally:
        made.close()


def _digest(path: Path) -> str:
    # Nobody else has the file: that a file opened here drops SQLite's locks does no harm.
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _as_workbook(table: bytes) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate(csv.reader(io.StringIO(table.decode("utf-8-sig")))):
            sheet.write_row(line, 0, cells)
    return stream.getvalue()


def _import(room: Room, path: Path) -> object:
    return import_ballots(room, path, _PERIOD)


def _import_adjustments(room: Room, path: Path) -> object:
    return from_files.import_adjustments(room, path, _PERIOD)


def _settings(_room: Room, path: Path) -> object:
    with patch.object(settings, "settings_file", return_value=path):
        found, reports = settings.load()
    for each in (*reports, found.theme, found.database or "", found.language or "", found.signs):
        assert harmless_line(each) == each
    return found


def _database(_room: Room, path: Path) -> object:
    """What the app reads when it opens the file, and what ``kaohe verify`` does."""
    room = look(path)
    try:
        rows = Board(room, _PERIOD).standings.rows
        for row in rows:
            assert harmless_line(row.person.name) == row.person.name.replace("\n", " ")
        return verifying.verify(room)
    finally:
        room.close()
