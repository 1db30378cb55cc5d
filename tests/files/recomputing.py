"""What LibreOffice makes of a workbook whose stored values were all spoilt."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import python_calamine

SOFFICE = shutil.which("soffice")
_CELL = re.compile(r"(<c [^>]*?)( t=\"str\")?>(<f>[^<]*</f>)<v>[^<]*</v>")
_SPOILT = "987654321"
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

Sheets = dict[str, list[list[Any]]]


def cells_of(data: bytes) -> Sheets:
    """Every sheet's cells as they are stored, from the first row and column."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def sheet_xml(data: bytes) -> dict[str, str]:
    """The XML of each sheet, by its part's name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("xl/worksheets/sheet")
        }


def spoilt(data: bytes) -> bytes:
    """The workbook with a wrong value stored at every formula."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = _CELL.sub(rf"\1>\3<v>{_SPOILT}</v>", part.decode()).encode()
            new.writestr(name, part)
    return stream.getvalue()


def recomputed(folder: Path, books: Mapping[str, bytes]) -> dict[str, Sheets]:
    """The books' cells after LibreOffice has calculated everything anew, in one run."""
    assert SOFFICE
    profile, came, out = folder / "profile", folder / "in", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    came.mkdir()
    for name, data in books.items():
        wrong = spoilt(data)
        for xml in sheet_xml(wrong).values():
            assert xml.count("<f>") == xml.count(_SPOILT), "a formula kept its stored value"
        (came / f"{name}.xlsx").write_bytes(wrong)
    subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            *(str(came / f"{name}.xlsx") for name in books),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return {name: cells_of((out / f"{name}.xlsx").read_bytes()) for name in books}
