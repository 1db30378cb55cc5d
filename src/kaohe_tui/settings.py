"""Remember between two runs on one machine: theme, language, last database."""

import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from kaohe_tui.diskname import has_kept, is_missing
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import harmless
from kaohe_tui.words import N_, _

# platformdirs and tomli_w are imported where they are used: start-up is felt.


LONGEST_IDLE = 600
"""The highest value of ``Settings.idle_minutes``, in minutes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices that are remembered on this machine."""

    theme: str = ""
    """The key of a theme (its file's name without ``.toml``); empty: what suits the terminal."""
    language: str | None = None
    """One of ``words.LANGUAGES``; None: the language of the locale."""
    database: str | None = None
    """The path of the database chosen last on the first screen; None: never chosen."""
    signs: str = ""
    """``plain`` draws borders and signs in ASCII; empty: as the theme has them."""
    idle_minutes: int = 10
    """Minutes without a key before the screen locks where there are operators; 0: never."""


def config_folder() -> Path:
    """Return the folder of settings and of the user's own themes; it may not exist yet."""
    import platformdirs

    return platformdirs.user_config_path("kaohe", appauthor=False)


def settings_file() -> Path:
    """Return the path of the settings file; it may not exist yet."""
    return config_folder() / "settings.toml"


def default_database() -> Path:
    """Return the database that ``kaohe`` opens when none is named; it may not exist yet.

    The one that was chosen last on the first screen, while it is there or what was kept of it; else
    the one in the person's own data folder.
    """
    import platformdirs

    if chosen := load()[0].database:
        path = Path(chosen)
        if not is_missing(path) or has_kept(path):
            return path
    return platformdirs.user_data_path("kaohe", appauthor=False) / "kaohe.db"


def is_usual(path: Path) -> bool:
    """Return whether ``kaohe`` opens that database when none is named."""
    return path.absolute() == default_database().absolute()


def load() -> tuple[Settings, list[str]]:
    """Read the settings, and a sentence for each entry of the file that cannot be used.

    A missing file means the defaults; a broken one too, with a sentence that names it.
    """
    path = settings_file()
    if not os.path.lexists(path):
        return Settings(), []
    from kaohe_tui.files.decode import read_text, shown
    from kaohe_tui.files.toml.text import LIMIT, parsed

    try:
        values = parsed(read_text(path, LIMIT), path.name)
    except Refusal as problem:
        return Settings(), [
            _("The settings file {file} cannot be read ({why}); defaults are used.").format(
                file=path, why=problem.clause
            )
        ]
    names = {field.name for field in fields(Settings)}
    chosen: dict[str, Any] = {
        key: value for key, value in values.items() if key in names and _fits(key, value)
    }
    reports = [
        _("The settings file {file} has a wrong entry “{key}”; it is ignored.").format(
            file=path, key=shown(key)
        )
        for key in values
        if key not in chosen
    ]
    return Settings(**chosen), reports


def _fits(key: str, value: object) -> bool:
    """Return whether a setting can have that value."""
    if key == "idle_minutes":
        return type(value) is int and 0 <= value <= LONGEST_IDLE
    return isinstance(value, str) and harmless(value) == value


def save(settings: Settings) -> None:
    """Write the settings whole or not at all, readable by their owner alone.

    What an earlier write left behind when it was killed is removed.

    Raises:
        Refusal: when the disk does not let us.
    """
    import tomli_w

    from kaohe_tui.files.disk.leftover import temporary

    path = settings_file()
    usual = asdict(Settings())
    changed = {k: v for k, v in asdict(settings).items() if v is not None and v != usual[k]}
    text = tomli_w.dumps(changed)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with temporary(path.parent) as (handle, temporary_path):
            with os.fdopen(handle, "w", encoding="utf-8", closefd=False) as file:
                file.write(text)
                file.flush()
                os.fsync(handle)
            temporary_path.replace(path)
    except OSError as problem:
        raise Refusal(
            "file-unwritable",
            N_("The settings could not be saved in {file}: {why}"),
            file=path,
            why=problem.strerror or problem,
        ) from problem
