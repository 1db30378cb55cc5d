"""The bar while a large file is read."""

import io
import sys
from pathlib import Path

import pytest

from kaohe_tui.cli.printing import bar


class _Seen(io.StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        return True


def test_a_large_file_is_followed_where_a_person_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ballots.csv"
    path.write_bytes(b"x" * 2 * 1024 * 1024)
    seen = _Seen()
    monkeypatch.setattr(sys, "stderr", seen)
    with bar(path) as told:
        assert told is not None
        told(1024 * 1024, 2 * 1024 * 1024)
        assert "50%" in seen.getvalue()
        told(2 * 1024 * 1024, 2 * 1024 * 1024)
    assert "ballots.csv" in seen.getvalue()
    assert "100%" in seen.getvalue()


def test_no_bar_for_a_small_file_or_where_nobody_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_bytes(b"x")
    large.write_bytes(b"x" * 2 * 1024 * 1024)
    for path, stream in (
        (small, _Seen()),
        (tmp_path / "none.csv", _Seen()),
        (large, io.StringIO()),
    ):
        monkeypatch.setattr(sys, "stderr", stream)
        with bar(path) as told:
            assert told is None
        assert stream.getvalue() == ""
