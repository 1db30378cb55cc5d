"""Keep a PIN or a one-time code as a slow hash. Argon2 is loaded when first used."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_PIN_KIB = 64 * 1024
_CODE_KIB = 8 * 1024
"""Memory for one code's hash, in KiB.

300 slips have to be made while somebody waits, and 40 random bits at some ten milliseconds each
hold for centuries.
"""


@cache
def _for_pins() -> "PasswordHasher":
    from argon2 import PasswordHasher

    # Less than a fifth of a second, in which nobody else can write; anyone who has the file can
    # try PINs no faster.
    return PasswordHasher(time_cost=2, memory_cost=_PIN_KIB, parallelism=1)


@cache
def _for_codes() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=_CODE_KIB, parallelism=1)


def hash_pin(pin: str) -> str:
    """Return the hash of a PIN."""
    return _for_pins().hash(pin)


def is_outdated(pin_hash: str) -> bool:
    """Return whether the hash of a PIN was made with less work than a new one would be."""
    return _for_pins().check_needs_rehash(pin_hash)


def hash_code(code: str) -> str:
    """Return the hash of a one-time code."""
    return _for_codes().hash(code)


def fits(pin_hash: str, typed: str) -> bool:
    """Return whether what was typed is what the hash was made of; a damaged hash fits nothing."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _for_pins().verify(pin_hash, typed)
    except (VerificationError, InvalidHashError):
        return False
