"""Read themes: a TOML file each, shipped or the user's own; a bad one is named and skipped.

Format: docs/themes.md.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from textual.color import Color, ColorParseError
from textual.theme import Theme

from kaohe_tui import resources, settings, words
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import read_text, shown
from kaohe_tui.files.toml.text import LIMIT, parsed
from kaohe_tui.words import N_

COLOURS = (
    "primary",
    "secondary",
    "accent",
    "foreground",
    "background",
    "surface",
    "panel",
    "success",
    "warning",
    "error",
)
"""The colours that every theme has, as Textual names them."""

VARIABLES = (
    "rank-bar",
    "cursor-background",
    "cursor-foreground",
    "refused",
    "dim",
    "heading",
    "zebra",
)
"""The variables that every theme has for our screens."""

# Textual's own widgets follow our variables, in sixteen colours too.
_TEXTUAL_FROM_OURS = {
    "ansi-background": "background",
    "ansi-foreground": "foreground",
    "border": "heading",
    "border-blurred": "dim",
    "input-cursor-background": "cursor-background",
    "input-cursor-foreground": "cursor-foreground",
    "input-selection-background": "cursor-background",
    "input-selection-foreground": "cursor-foreground",
    "block-cursor-background": "cursor-background",
    "block-cursor-foreground": "cursor-foreground",
    "scrollbar": "dim",
    "scrollbar-hover": "dim",
    "scrollbar-active": "heading",
    "scrollbar-background": "zebra",
    "scrollbar-background-hover": "zebra",
    "scrollbar-background-active": "zebra",
    "scrollbar-corner-color": "zebra",
}


@dataclass(frozen=True, slots=True)
class KaoheTheme:
    """A theme with its names."""

    key: str
    """The name of its file without ``.toml``; the settings remember it."""
    names: Mapping[str, str]
    """Language -> the name that a person reads; at least one."""
    theme: Theme
    """The theme as Textual takes it, under this key."""

    def shown_name(self) -> str:
        """Return the name in the language in use, or else in any other."""
        return self.names.get(words.language()) or next(iter(self.names.values()))


def suited_to_terminal() -> str:
    """Return the theme to begin with: 16 colours on a Linux console, dark elsewhere."""
    return "console" if os.environ.get("TERM", "") in ("linux", "ansi", "vt220") else "ink"


def load_themes() -> tuple[dict[str, KaoheTheme], list[str]]:
    """Read every theme, by its key, with a sentence for each that cannot be used.

    A person's own theme takes the place of a shipped one of the same key.
    """
    themes: dict[str, KaoheTheme] = {}
    reports: list[str] = []
    for folder in (resources.shipped("themes"), settings.config_folder() / "themes"):
        for path in sorted(folder.glob("*.toml")):
            try:
                themes[path.stem] = read_theme(path)
            except Refusal as refusal:
                reports.append(str(refusal))
    return themes, reports


def read_theme(path: Path) -> KaoheTheme:
    """Read one theme from its file.

    Raises:
        Refusal: the file, the key and what is wrong with it.
    """
    entries = _parse(path)
    unknown = set(entries) - {"name", "dark", "sixteen", "colours", "variables"}
    if unknown:
        raise _refused(path, min(unknown), "key-unknown", N_("there is no such entry"))
    names = _texts(path, entries, "name")
    colours = _texts(path, entries, "colours")
    variables = _texts(path, entries, "variables")
    if not names:
        raise _refused(path, "name", "key-missing", N_("it is missing"))
    _check_table(path, "colours", colours, COLOURS)
    _check_table(path, "variables", variables, VARIABLES)
    values = colours | variables
    theme = Theme(
        name=path.stem,
        dark=_flag(path, entries, "dark"),
        ansi=_flag(path, entries, "sixteen"),
        variables=variables | {name: values[ours] for name, ours in _TEXTUAL_FROM_OURS.items()},
        primary=colours["primary"],
        secondary=colours["secondary"],
        accent=colours["accent"],
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        success=colours["success"],
        warning=colours["warning"],
        error=colours["error"],
    )
    return KaoheTheme(path.stem, names, theme)


def _parse(path: Path) -> dict[str, object]:
    try:
        return parsed(read_text(path, LIMIT), path.name)
    except Refusal as problem:
        raise Refusal(
            problem.code,
            N_("The theme {file} is skipped: {why}."),
            file=path,
            why=problem.clause,
        ) from problem


def _texts(path: Path, entries: Mapping[str, object], key: str) -> dict[str, str]:
    table = entries.get(key, {})
    if not isinstance(table, dict):
        raise _refused(path, key, "value-kind-wrong", N_("it has to be a table"))
    for name, value in table.items():
        if not isinstance(value, str):
            raise _refused(path, f"{key}.{name}", "value-kind-wrong", N_("it has to be a text"))
        if not value.isprintable():
            raise _refused(
                path,
                f"{key}.{name}",
                "character-unshowable",
                N_("it contains a character that cannot be shown"),
            )
    return dict(table)


def _flag(path: Path, entries: Mapping[str, object], key: str) -> bool:
    value = entries.get(key, False)
    if not isinstance(value, bool):
        raise _refused(path, key, "value-kind-wrong", N_("it has to be true or false"))
    return value


def _check_table(path: Path, table: str, colours: Mapping[str, str], keys: tuple[str, ...]) -> None:
    """Check that a table has every key, each with a colour, and no other key."""
    for key in colours:
        if key not in keys:
            raise _refused(path, f"{table}.{key}", "key-unknown", N_("there is no such entry"))
    for key in keys:
        if key not in colours:
            raise _refused(path, f"{table}.{key}", "key-missing", N_("it is missing"))
        try:
            Color.parse(colours[key])
        except ColorParseError:
            raise _refused(
                path,
                f"{table}.{key}",
                "colour-wrong",
                N_("“{value}” is not a colour"),
                value=shown(colours[key]),
            ) from None


def _refused(path: Path, key: str, code: str, message: str, /, **values: object) -> Refusal:
    """Return the refusal of one key of a theme; the message has no full stop."""
    return Refusal(code, message, **values).within(
        N_("The theme {file} is skipped: “{key}”: {fault}."), file=path, key=shown(key)
    )
