"""Everything that is exported of people whose names mean harm."""

import csv
import io
import json
import zipfile
from pathlib import Path
from unittest import mock

from docx import Document

from kaohe_tui.files.roster import roster
from kaohe_tui.files.tables import columns
from kaohe_tui.services.database.starting import new_year
from kaohe_tui.services.public.exporting import Part, export
from kaohe_tui.services.tiers import steps
from tests.bureau import ROSTER, key_tier, scheme_text

NAMES = (
    "=HYPERLINK(\"http://x.invalid\")", "+1+1", "-1+1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠a",
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "../../../etc/x",
    "[@click=app.quit]q[/]",
    "&amp;\"'>", "C:\\con", "王\u200d芳", "عارف", "_x001b_x", "${jndi}", "%s%n",
)  # fmt: skip
_FORMULA = tuple("=+-@＝＋－＠\t\r")


def _takes_all(_cell: str) -> str:
    return ""


def _bureau(folder: Path) -> list[Path]:
    """The files that are exported of a bureau with those names."""
    lines = [line + "," for line in ROSTER.splitlines()]
    table = [line.split(",") for line in lines]
    table[0][-1] = "clerk_note"
    for number, name in enumerate(NAMES):
        table.append([f"x{number}", name, name, "staff", "", name])
    with (folder / "roster.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(table)
    (folder / "scheme.toml").write_text(scheme_text(), encoding="utf-8")
    # A roster's file with such names is refused; an older kaohe took them.
    with (
        mock.patch.multiple(columns, fault_of=_takes_all),
        mock.patch.object(roster, "fault_of_name", _takes_all),
    ):
        room = new_year(folder / "year.db", folder / "scheme.toml", folder / "roster.csv")
    try:
        steps.open_tier(room, "q1", "peer")
        key_tier(room, "q1", "peer", lambda _ratee: (50, 30))
        steps.close_tier(room, "q1", "peer")
        steps.open_tier(room, "q1", "middle")
        return export(room, "q1", folder / "out", parts=tuple(Part))[0]
    finally:
        room.close()


def test_no_export_obeys_a_name(tmp_path: Path) -> None:
    files = _bureau(tmp_path)
    assert {path.suffix for path in files} == {".csv", ".docx", ".html", ".json", ".xlsx"}
    found = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    inside = [path for path in found if (tmp_path / "out") in path.parents]
    assert sorted(files) == inside
    for path in files:
        assert not any(name in path.name for name in NAMES)
        data = path.read_bytes()
        match path.suffix:
            case ".csv":
                for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
                    assert not any(_is_formula(cell) for cell in row), (path.name, row)
            case ".html":
                text = data.decode()
                assert "<script>alert" not in text
                assert "49" not in text or "{{ 7*7 }}" in text
            case ".json":
                json.loads(data)
            case ".docx":
                names = [c.text for t in Document(io.BytesIO(data)).tables for c in t._cells]
                assert set(NAMES) <= set(names)
            case ".xlsx":
                _check_workbook(path)


def _is_formula(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return cell.startswith(_FORMULA)
    return False


def _check_workbook(path: Path) -> None:
    """No name became a formula or a link."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            for hostile in ("HYPERLINK", "SUM(A1)</f>", "<f>1+1", "<script>alert"):
                if hostile in text:
                    assert name == "xl/sharedStrings.xml", (path.name, name, hostile)
            assert "x.invalid" not in text or "rels" not in name
