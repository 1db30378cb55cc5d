"""Write a value of scheme.toml into one cell, and read it from there.

Several things stand with ； between them, what belongs to a word behind an equals sign:
``中层干部=40；一般人员=30``. What cannot be written so, a ground with a ； in it, stands as JSON.
"""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from kaohe_tui.domain.numbers import plain

LISTS = frozenset(
    [
        "raters",
        "ratees",
        "identity",
        "sections",
        "roles",
        "grounds",
        "rules",
        "deductions",
        "tie_break",
        "tiers",
        "components",
        "indicators",
        "for",
    ]
)
"""Keys that hold a list, also where only one thing stands there."""
EITHER = frozenset(("scope", "words"))
"""Keys that hold one thing or a list; ``words`` are those of a role."""
PAIRS = frozenset(("places", "bands"))
"""Keys that may hold a list of pairs."""
LINES = frozenset(("then",))
"""Keys that hold a list of small tables, a line each."""

Value = str | list["Value"] | dict[str, "Value"]
"""A value whose numbers and flags are texts, which a scheme's reader takes as well."""
_BETWEEN = re.compile(r"\s*[；;]\s*")
_EQUALS = re.compile(r"\s*[=＝]\s*")


def as_texts(value: object) -> Value:
    """Return a value of TOML with all numbers and flags as the texts of cells."""
    match value:
        case bool():
            return "是" if value else "否"
        case int() | Decimal():
            return plain(Fraction(value))
        case list():
            return [as_texts(each) for each in value]
        case Mapping():
            return {str(key): as_texts(each) for key, each in value.items()}
        case _:
            return str(value)


def cell_of(key: str, value: object) -> str:
    """Return the text of the cell that holds a value.

    Args:
        key: the value's key, in English.
        value: as TOML gives it.
    """
    texts = as_texts(value)
    text = _written(key, texts)
    if value_of(key, text) == texts:
        return text
    return json.dumps(texts, ensure_ascii=False)


def value_of(key: str, text: str) -> Value:
    """Return the value that a filled cell holds; what it is not is told by the scheme's reader.

    Args:
        key: the value's key, in English.
        text: what the cell shows.
    """
    text = text.strip()
    if text[:1] in ("[", "{", '"') and (value := _json(text)) is not None:
        return value
    if key in LINES:
        return [_table(line) for line in text.splitlines()]
    parts = _BETWEEN.split(text)
    if key in PAIRS and _EQUALS.search(text):
        return [list(_EQUALS.split(part, maxsplit=1)) for part in parts]
    if key not in LISTS and _EQUALS.search(text):
        return _table(text)
    if key in LISTS or (key in EITHER and len(parts) > 1):
        return list(parts)
    return text


def _written(key: str, value: Value) -> str:
    match value:
        case str():
            return value
        case dict():
            return "；".join(f"{word}={each}" for word, each in value.items())
        case _ if key in LINES:
            return "\n".join(_written("", each) for each in value)
        case _ if key in PAIRS:
            return "；".join("=".join(map(str, each)) for each in value)
        case _:
            return "；".join(map(str, value))


def _table(text: str) -> Value:
    table: dict[str, Value] = {}
    for part in _BETWEEN.split(text):
        key, *value = _EQUALS.split(part, maxsplit=1)
        if not value:
            return text
        table[key] = value[0]
    return table


def _json(text: str) -> Value | None:
    try:
        return as_texts(json.loads(text, parse_float=Decimal))
    except ValueError:
        return None
