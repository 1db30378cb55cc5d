"""What the help knows of the commands without importing them is what they are."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from kaohe_tui import cli, settings
from kaohe_tui.cli import names, speaking

PACKAGE = Path(cli.__file__).parent / "commands"


def _real() -> list[tuple[str, str, str]]:
    """Every command of every module: its name, its module, its help."""
    modules = sorted(path.stem for path in PACKAGE.glob("[a-z]*.py"))
    return [
        (command.name, module, command.help)
        for module in modules
        for command in getattr(import_module(f"kaohe_tui.cli.commands.{module}"), "COMMANDS", ())
    ]


def test_the_list_holds_every_command_and_no_other() -> None:
    listed = [(name, module, told) for name, (module, told) in names.LISTED.items()]
    assert sorted(listed) == sorted(_real())


def test_the_list_is_in_the_order_in_which_the_modules_tell_their_commands() -> None:
    for name, command in cli.program.commands.items():
        assert command.name == name
    modules = dict.fromkeys(module for module, _told in names.LISTED.values())
    told = [
        command.name
        for module in modules
        for command in import_module(f"kaohe_tui.cli.commands.{module}").COMMANDS
    ]
    assert list(names.LISTED) == told


def test_the_list_of_commands_is_as_click_would_write_it() -> None:
    context = click.Context(cli.program, info_name="kaohe", terminal_width=80)
    ours, clicks = click.HelpFormatter(width=80), click.HelpFormatter(width=80)
    cli.program.format_commands(context, ours)
    click.Group.format_commands(cli.program, context, clicks)
    assert ours.getvalue() == clicks.getvalue()


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [(["--version"], []), (["--help"], []), (["close", "--help"], ["tiers"])],
)
def test_a_module_of_commands_is_imported_for_its_own_alone(
    arguments: list[str], loaded: list[str]
) -> None:
    code = (
        "import sys; from kaohe_tui.cli import run, names; run(sys.argv[1:]);"
        "print(sorted({module for module, _help in names.LISTED.values()"
        " if 'kaohe_tui.cli.commands.' + module in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == repr(loaded)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the folder is always asked for")
@pytest.mark.parametrize("folder", [None, "", "elsewhere", "relative"])
def test_the_language_is_read_where_the_settings_are_kept(
    folder: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    if folder is not None:
        value = str(tmp_path / folder) if folder == "elsewhere" else folder
        monkeypatch.setenv("XDG_CONFIG_HOME", value)
    assert speaking._plain_place() == str(settings.settings_file())
    assert speaking._remembered() is None
    settings.save(settings.Settings(theme="ink"))
    assert speaking._remembered() is None
    settings.save(settings.Settings(language="en"))
    assert speaking._remembered() == "en"


@pytest.mark.parametrize(
    "kept", [b"language = 3", b'language = "fr"', b"language", b"\xfflanguage", b"[language]"]
)
def test_a_language_that_cannot_be_used_is_none(
    kept: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    path = settings.settings_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(kept)
    assert speaking._remembered() is None
