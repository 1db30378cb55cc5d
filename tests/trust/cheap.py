"""What makes a run quick and the same every time: no wait for a disk, cheap PINs, drawn codes."""

import random
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from unittest.mock import patch

from argon2 import PasswordHasher

from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.services.access import hashing
from kaohe_tui.services.room import cache as room_cache
from kaohe_tui.store.database import connections
from kaohe_tui.store.secrecy import urn
from tests.quick import MEMORY, alike

CHANCE = random.Random()
"""What takes the place of the system's chance: seeded before every step."""
_PARSED = cache(parse_scheme)


class _Quick(PasswordHasher):
    """Salts that are drawn as everything is."""

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        """The hash of a password."""
        return super().hash(password, salt=salt or CHANCE.randbytes(16))


def _with_secrets() -> list[ModuleType]:
    """The modules of kaohe that draw something at random."""
    return [
        module
        for name, module in sys.modules.items()
        if name.startswith("kaohe_tui.") and getattr(module, "secrets", None) is secrets
    ]


@contextmanager
def cheap() -> Iterator[None]:
    """In the block, nothing is costly and nothing is left to chance."""
    quick = _Quick(time_cost=1, memory_cost=64, parallelism=1)
    # Nothing here cuts the power.
    pragmas = [p for p in connections.PRAGMAS if not p.startswith(("synchronous", "fullfsync"))]
    drawn = SimpleNamespace(
        choice=CHANCE.choice,
        randbelow=CHANCE.randrange,
        compare_digest=secrets.compare_digest,
        token_bytes=CHANCE.randbytes,
        token_hex=lambda count: CHANCE.randbytes(count).hex(),
    )
    with ExitStack() as stack:
        for target, name, value in (
            (connections, "PRAGMAS", (*pragmas, "synchronous=OFF")),
            (connections, "create_engine", alike),
            (room_cache, "parse_scheme", _PARSED),
            (hashing, "_for_pins", lambda: quick),
            (hashing, "_for_codes", lambda: quick),
            *((module, "secrets", drawn) for module in _with_secrets()),
            (urn, "os", SimpleNamespace(urandom=CHANCE.randbytes)),
        ):
            stack.enter_context(patch.object(target, name, value))
        yield


@contextmanager
def memory() -> Iterator[Path]:
    """A folder in memory where the system has one, gone after the block."""
    where = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="kaohe-machine-", dir=where) as folder:
        yield Path(folder)
