"""What every test begins with."""

import gettext

import pytest

from kaohe_tui import words


@pytest.fixture(autouse=True)
def in_english() -> None:
    """Speak English, whatever a test before this one in the same process spoke."""
    words.use_language("en")
    gettext.textdomain("messages")
