"""Reach the driver's own connection: for queries of every key, or over a million rows."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection


def raw(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own connection."""
    driver = connection.connection.dbapi_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(driver)
    return driver


@contextmanager
def exactly(connection: Connection) -> Iterator[None]:
    """Read texts as they are in the file, in the block: to be hashed, never shown.

    ``connections.connect`` says how they are read elsewhere.
    """
    driver = raw(connection)
    before = driver.text_factory
    driver.text_factory = _text
    try:
        yield
    finally:
        driver.text_factory = before


def _text(data: bytes) -> str:
    return data.decode(errors="surrogateescape")
