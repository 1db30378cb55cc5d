"""What is remembered between two runs, and a file that is broken."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kaohe_tui import settings
from kaohe_tui.settings import Settings
from tests.refused import refused


def test_nothing_remembered_yet() -> None:
    assert settings.load() == (Settings(), [])


def test_kept_and_found_again() -> None:
    kept = Settings(theme="paper", language="zh_CN", database="/数据/考核.db")
    settings.save(kept)
    assert settings.load() == (kept, [])
    assert stat.S_IMODE(settings.settings_file().stat().st_mode) == 0o600
    settings.save(Settings())
    assert settings.load() == (Settings(), [])
    assert [path.name for path in settings.config_folder().iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    "content", [b"theme = ", b"\xff\xfe\x00", b"\x00", b"a." * 9000 + b"a=1", b"#" * 70_000]
)
def test_a_broken_file_is_named_and_does_not_stop_us(content: bytes) -> None:
    path = settings.settings_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    found, reports = settings.load()
    assert found == Settings()
    assert len(reports) == 1
    assert str(path) in reports[0]


def test_a_wrong_entry_is_named_and_the_others_hold() -> None:
    path = settings.settings_file()
    path.parent.mkdir(parents=True)
    path.write_text('theme = 5\nlanguage = "en"\nextra = "x"\n', encoding="utf-8")
    found, reports = settings.load()
    assert found == Settings(language="en")
    assert ["theme" in reports[0], "extra" in reports[1], len(reports)] == [True, True, 2]


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_what_a_killed_save_left_goes_at_the_next() -> None:
    code = "import os, signal; from kaohe_tui import settings as s\n"
    code += "os.fsync = lambda _file: os.kill(os.getpid(), signal.SIGKILL)\n"
    code += "s.save(s.Settings(theme='ink'))"
    ended = subprocess.run([sys.executable, "-c", code], check=False)
    assert ended.returncode == -signal.SIGKILL
    folder = settings.config_folder()
    assert len(list(folder.iterdir())) == 1
    settings.save(Settings(theme="paper"))
    assert [path.name for path in folder.iterdir()] == ["settings.toml"]


def test_a_folder_that_cannot_be_written_is_refused() -> None:
    folder = settings.config_folder()
    folder.parent.mkdir(parents=True)
    folder.write_text("a file in the way", encoding="utf-8")
    with refused("file-unwritable") as info:
        settings.save(Settings(theme="ink"))
    assert "settings.toml" in str(info.value.values["file"])


def test_the_default_database(own_folders: Path) -> None:
    usual = own_folders / "data" / "kaohe" / "kaohe.db"
    assert settings.default_database() == usual
    chosen = own_folders / "2026.db"
    settings.save(settings.Settings(database=str(chosen)))
    assert settings.default_database() == usual
    # Something of it is beside it: a restore was cut off, say.
    kept = own_folders / "2026.replaced-20260302-120000.db"
    kept.touch()
    assert settings.default_database() == chosen
    kept.unlink()
    chosen.touch()
    assert settings.default_database() == chosen
