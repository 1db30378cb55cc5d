"""A file that is looked at again and again is read once, and again after it was saved."""

import os
from pathlib import Path

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.sheets.kept_book import KeptBook


def test_a_file_is_read_again_only_after_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n", encoding="utf-8")
    kept = KeptBook(path)
    first = kept.book()
    assert kept.book() is first
    path.write_text("a,c\n", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    second = kept.book()
    assert second.sheets[0].rows == [["a", "c"]]
    assert second.digest != first.digest


def test_a_file_that_is_gone_is_refused_and_read_when_it_is_back(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n", encoding="utf-8")
    kept = KeptBook(path)
    kept.book()
    path.unlink()
    with pytest.raises(Refusal, match="no such file"):
        kept.book()
    path.write_text("a,c\n", encoding="utf-8")
    assert kept.book().sheets[0].rows == [["a", "c"]]
