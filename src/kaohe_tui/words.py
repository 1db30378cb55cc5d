"""Look up every word that a user sees, in the chosen language.

The messages in the code are the English ones; ``locale/`` holds the Chinese catalogue. Nothing is
looked up at import: a constant that is shown later is marked with ``N_`` and looked up with ``_``
where it is shown, so that the language can be switched while the program runs. The catalogue is
read when the first message is looked up.
"""

import os
from collections.abc import Iterable

from kaohe_tui.catalogue import Catalogue

LANGUAGES = ("zh_CN", "en")
"""The languages with a complete catalogue; the first is the default."""

LOCALE = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120
"""The folder of the catalogues; a text, because ``kaohe --help`` is quicker without pathlib."""

_WIDE_ENDS = ("。", "！", "？", "；", "：", "）", "”")
"""Full-width signs: the space behind a sentence that ends in one is part of the sign."""

_catalogue: Catalogue | None = None
_language = "en"


def use_language(language: str) -> None:
    """Switch every word shown from now on.

    Args:
        language: one of ``LANGUAGES``; anything else means the default.
    """
    global _catalogue, _language
    _language = language if language in LANGUAGES else LANGUAGES[0]
    _catalogue = None


def language() -> str:
    """Return the language in use, one of ``LANGUAGES``."""
    return _language


def language_of_locale() -> str:
    """Return the language that the environment asks for: English or, by default, Chinese."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            return "en" if value.lower().startswith("en") else LANGUAGES[0]
    return LANGUAGES[0]


def _(message: str) -> str:
    """Return the message in the language in use."""
    return _translated(message) or message


def _n(one: str, many: str, count: int) -> str:
    """Return the message for ``count`` things, in the language in use."""
    return _translated(one) or (one if count == 1 else many)


def join_sentences(sentences: Iterable[str]) -> str:
    """Join whole sentences as the language does: Chinese ones stand without a space between.

    Empty ones are left out. A space stays behind what does not end in a full-width sign, as a
    command that a sentence ends in.
    """
    joined = ""
    for sentence in filter(None, sentences):
        space = " " if joined and not joined.endswith(_WIDE_ENDS) else ""
        # What follows in brackets belongs to what stands before them.
        joined += sentence if sentence.startswith("（") else space + sentence
    return joined


def N_(message: str) -> str:
    """Mark a message for the catalogue without looking it up."""
    return message


def _translated(message: str) -> str | None:
    global _catalogue
    if _language == "en" or not message:
        return None
    if _catalogue is None:
        path = f"{LOCALE}/{_language}/LC_MESSAGES/kaohe.mo"
        try:
            _catalogue = Catalogue(path)
        except FileNotFoundError:
            # A checkout that nobody has installed yet: English, as in the code.
            return None
    return _catalogue.text(message)
