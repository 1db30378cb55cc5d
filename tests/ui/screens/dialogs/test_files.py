"""Which entries of a folder are offered."""

from pathlib import Path

from kaohe_tui.ui.screens.dialogs import files


def test_what_an_editor_keeps_beside_an_open_file_is_not_offered(tmp_path: Path) -> None:
    """It stood above all others, and the cursor on it."""
    for name in ("~$打分表.xlsx", "打分表.xlsx", "说明.doc"):
        (tmp_path / name).touch()
    found = files._read(tmp_path, (".xlsx",))
    assert [each.name for each in found] == [files.UP, "打分表.xlsx"]
