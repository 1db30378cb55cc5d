"""Every word a user sees, in the language chosen.

The messages in the code are the English ones; ``locale/`` holds the Chinese catalogue. Nothing is
looked up at import: a constant that is shown later is marked with ``N_`` and looked up with ``_``
where it is shown, so that the language can be switched while the program runs.
"""

import gettext
import os
from pathlib import Path

LANGUAGES = ("zh_CN", "en")
"""The languages with a complete catalogue; the first is the default."""

LOCALE = Path(__file__).parent / "locale"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use_language(language: str) -> None:
    """Switch every word shown from now on.

    Args:
        language: one of ``LANGUAGES``; anything else means the default.
    """
    global _catalogue, _language
    _language = language if language in LANGUAGES else LANGUAGES[0]
    _catalogue = gettext.translation("kaohe", LOCALE, [_language], fallback=True)


def language() -> str:
    """The language in use, one of ``LANGUAGES``."""
    return _language


def language_of_locale() -> str:
    """The language that the environment asks for: English where it says so, else Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            return "en" if value.lower().startswith("en") else LANGUAGES[0]
    return LANGUAGES[0]


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue.gettext(message) if message else ""


def _n(one: str, many: str, count: int) -> str:
    """The message for ``count`` things, in the language in use."""
    return _catalogue.ngettext(one, many, count)


def N_(message: str) -> str:
    """Mark a message for the catalogue without looking it up."""
    return message
