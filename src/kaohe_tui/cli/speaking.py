"""Choose the language of the command line."""

import gettext
import os
import sys
from collections.abc import Sequence

from kaohe_tui import words

CHOICES = {"zh": "zh_CN", "en": "en"}
"""What ``--lang`` takes, and the language of ``words`` that it means."""


def speak(arguments: Sequence[str]) -> None:
    """Choose the language: ``--lang`` first, then the settings, then the locale.

    Looked for before anything is parsed, so that ``--help`` and what is wrong with the arguments
    come out in it as well, wherever ``--lang`` stands.
    """
    language = _asked(arguments) or _remembered() or words.language_of_locale()
    words.use_language(language)
    # click takes its own messages from the process's default domain.
    os.environ["LANGUAGE"] = words.language()
    gettext.bindtextdomain("click", words.LOCALE)
    gettext.textdomain("click")


def _asked(arguments: Sequence[str]) -> str | None:
    language = None
    for number, word in enumerate(arguments):
        if word == "--":
            break
        option, equals, value = word.partition("=")
        if option == "--lang":
            value = value if equals else "".join(arguments[number + 1 : number + 2])
            language = CHOICES.get(value, language)
    return language


def _remembered() -> str | None:
    # The app reports a fault in the settings file, for it can be put right there.
    language = _in_settings()
    return language if isinstance(language, str) and language in words.LANGUAGES else None


def _in_settings() -> object:
    """Read the language from the settings file, without what the other settings need."""
    path = _plain_place()
    if path is None:
        from kaohe_tui import settings

        return settings.load()[0].language
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib takes longer than the file
            content = file.read()
        if b"language" not in content:
            return None
        import tomllib

        return tomllib.loads(content.decode()).get("language")
    except (OSError, ValueError, RecursionError):
        return None


def _plain_place() -> str | None:
    """Return the path of ``settings.settings_file``; None where that takes more to find out."""
    home = os.environ.get("HOME", "")
    folder = os.environ.get("XDG_CONFIG_HOME", "")
    if sys.platform != "linux" or "ANDROID_ROOT" in os.environ or not home.startswith("/"):
        return None
    base = folder if folder.startswith("/") else f"{home}/.config"
    return f"{base}/kaohe/settings.toml"
