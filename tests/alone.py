"""What a stranger's verifier says of a file, beside what kaohe says."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from scripts.verify_alone import CANNOT, verified

from tests.services import tampering
from tests.trust import runs


def said(path: Path) -> list[str]:
    """What ``scripts/verify_alone.py`` finds in the file; that it cannot be read is a finding."""
    try:
        return verified(path)
    except CANNOT as error:
        return [f"cannot be read: {error}"]


def differing(path: Path) -> str:
    """What one of the two says and the other does not; empty where they agree."""
    kaohe, alone = tampering.findings(path), said(path)
    if bool(kaohe) == bool(alone):
        return ""
    return f"kaohe: {'; '.join(kaohe) or 'holds'} | alone: {'; '.join(alone) or 'holds'}"


@contextmanager
def beside() -> Iterator[list[str]]:
    """In the block, runs ask the stranger's verifier too whenever they ask kaohe.

    Yields:
        What they said where they did not agree, and an empty text where they did.
    """
    told: list[str] = []

    def both(path: Path) -> tuple[str, ...]:
        kaohe = tampering.findings(path)
        alone = said(path)
        agree = bool(kaohe) == bool(alone)
        told.append("" if agree else f"kaohe: {kaohe or 'holds'} | alone: {alone or 'holds'}")
        return kaohe

    with patch.object(runs, "findings", both):
        yield told
