"""The files that an export of a period leaves: whether all are there, and each is whole."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path


def written(out: Path) -> list[str]:
    """What is there, without what is still being made."""
    return sorted(
        str(path.relative_to(out))
        for path in out.rglob("*")
        if path.is_file() and not path.relative_to(out).parts[0].startswith(".kaohe-")
    )


def missing(out: Path, names: Iterable[str]) -> list[str]:
    """Which of the files are not there."""
    return sorted(set(names) - set(written(out)))


def broken(out: Path) -> Iterator[str]:
    """The files that are not whole."""
    for name in written(out):
        try:
            _read(out / name)
        except (ValueError, zipfile.BadZipFile) as error:
            yield f"{name} is not whole: {error}"


def _read(path: Path) -> None:
    match path.suffix:
        case ".xlsx" | ".docx":
            with zipfile.ZipFile(path) as packed:
                if wrong := packed.testzip():
                    raise ValueError(wrong)
        case ".json":
            json.loads(path.read_text(encoding="utf-8"))
        case ".html":
            if not path.read_text(encoding="utf-8").rstrip().endswith("</html>"):
                raise ValueError("no end")
        case _:
            if not path.read_text(encoding="utf-8-sig").endswith("\n"):
                raise ValueError("no end")
