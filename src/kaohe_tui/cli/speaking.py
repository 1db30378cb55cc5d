"""Which language the command line speaks."""

import gettext
import os
from collections.abc import Sequence

from kaohe_tui import settings, words

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
    # What is wrong with the settings file is told by the app, where it can be set right.
    language = settings.load()[0].language
    return language if language in words.LANGUAGES else None
