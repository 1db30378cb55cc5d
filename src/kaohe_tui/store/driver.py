"""The driver's own connection: for what is asked with every key, or of a million rows."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection


def raw(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection."""
    driver = connection.connection.dbapi_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(driver)
    return driver


@contextmanager
def exactly(connection: Connection) -> Iterator[None]:
    """In the block, texts are read as they are in the file, for what is hashed and never shown; see
    ``connections.connect`` for how they are read elsewhere."""
    driver = raw(connection)
    before = driver.text_factory
    driver.text_factory = _text
    try:
        yield
    finally:
        driver.text_factory = before


def _text(data: bytes) -> str:
    return data.decode(errors="surrogateescape")
