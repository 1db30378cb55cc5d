"""What every test of the screens needs: folders of its own, the English words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe_tui import words


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Settings, data and reports below the test's own folder; the words as they were after."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("TERM", "xterm-256color")
    before = words.language()
    words.use_language("en")
    yield tmp_path
    words.use_language(before)
