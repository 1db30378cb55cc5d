"""Which language the command line speaks."""

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
    found = None
    for number, word in enumerate(arguments):
        if word == "--":
            break
        option, equals, value = word.partition("=")
        if option == "--lang":
            value = value if equals else "".join(arguments[number + 1 : number + 2])
            found = CHOICES.get(value, found)
    return found


def _remembered() -> str | None:
    if _nothing_is_kept():
        return None
    from kaohe_tui import settings

    # What is wrong with the settings file is told by the app, where it can be set right.
    language = settings.load()[0].language
    return language if language in words.LANGUAGES else None


def _nothing_is_kept() -> bool:
    """Whether there surely is no settings file, seen without what it takes to read one.

    The same place as ``settings.settings_file``; where that is not plain, the answer is no.
    """
    home = os.environ.get("HOME", "")
    folder = os.environ.get("XDG_CONFIG_HOME", "")
    if sys.platform != "linux" or not home.startswith("/"):
        return False
    base = folder if folder.startswith("/") else f"{home}/.config"
    return not os.access(f"{base}/kaohe/settings.toml", os.F_OK)
