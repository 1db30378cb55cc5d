"""What every test begins with."""

import gettext

import pytest
from hypothesis import settings

from kaohe_tui import words
from tests.quick import hash_quickly, keep_bytecode, share_statements, write_to_memory

# No test judges a time: the first example of a process may load the pinyin of all characters.
settings.register_profile("kaohe", deadline=None)
settings.load_profile("kaohe")
keep_bytecode()
write_to_memory()
share_statements()
hash_quickly()


@pytest.fixture(autouse=True)
def in_english() -> None:
    """Speak English, whatever a test before this one in the same process spoke."""
    words.use_language("en")
    gettext.textdomain("messages")
