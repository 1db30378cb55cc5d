"""PINs and codes hashed as quickly as can be: what they are hashed with has tests of its own."""

import pytest

from kaohe_tui.services.access import hashing


@pytest.fixture(autouse=True)
def quick_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """For every test of a module that imports it."""
    from argon2 import PasswordHasher

    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(hashing, "_for_pins", lambda: quick)
    monkeypatch.setattr(hashing, "_for_codes", lambda: quick)
