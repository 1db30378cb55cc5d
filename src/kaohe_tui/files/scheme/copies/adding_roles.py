"""Add words for roles to a copy of a scheme's file, in which all else stays as it is."""

import codecs
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.domain.rules.scheme.scheme import RoleWords
from kaohe_tui.domain.text import clean
from kaohe_tui.files.decode import in_file, read_bytes, shown
from kaohe_tui.files.disk.writing import write_new
from kaohe_tui.files.scheme.book.opening import scheme_text
from kaohe_tui.files.scheme.roles import fault_of_word
from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.files.scheme.words import source_of
from kaohe_tui.files.sheets.open_book import is_packed
from kaohe_tui.files.tables.words import role_of, usual_word
from kaohe_tui.files.toml.fields import Fields
from kaohe_tui.files.toml.text import LIMIT, parsed, quoted
from kaohe_tui.words import N_

_TABLE = "roles"


def roles_toml(words: Mapping[str, Role]) -> str:
    """Return the lines of TOML that give roles these words, the head's first.

    Args:
        words: word -> the role that it means; a role's first word is the one that is shown.
    """
    by_role = _by_role(words)
    lines = (f"{role} = {_value(own)}\n" for role, own in by_role.items())
    return "".join((f"[{_TABLE}]\n", *lines))


def usual_first_of(words: Mapping[str, Role], known: RoleWords) -> dict[str, Role]:
    """Return the words with the usual one before those of each role that had none of its own.

    The first word is shown wherever a role is, and the words added are posts (科长) of some only.
    """
    usual = {usual_word(role, word): role for word, role in words.items() if not known.get(role)}
    return usual | dict(words)


def write_roles(path: Path, words: Mapping[str, Role], *, usual_first: bool = False) -> Path:
    """Write a copy of a scheme's file with words added under ``[roles]``, beside the file.

    What the file holds stays byte for byte, comments too; but a file in another encoding becomes
    UTF-8, and a workbook a text.

    Args:
        path: the scheme's file.
        words: word -> the role that it is to mean; words that mean it already are left out.
        usual_first: whether a role without words of the unit goes on being shown by the usual one.

    Returns:
        The copy: ``scheme-2.toml``, or with the next number that is free.

    Raises:
        Refusal: when the file is no scheme, a word means another role, or nothing can be written.
    """
    text = with_roles(scheme_text(path), path.name, words, usual_first=usual_first)
    mark = codecs.BOM_UTF8
    before = mark if not is_packed(path) and read_bytes(path, LIMIT).startswith(mark) else b""
    copy = _free(path.with_suffix(".toml") if is_packed(path) else path)
    write_new(copy, before + text.encode())
    return copy


def with_roles(
    text: str, file: str, words: Mapping[str, Role], *, usual_first: bool = False
) -> str:
    """Return the text of a scheme with words added under ``[roles]``; see ``write_roles``.

    Args:
        text: the scheme's.
        file: the name of the file, for refusals.
        words: word -> the role that it is to mean; words that mean it already are left out.
        usual_first: whether a role without words of the unit goes on being shown by the usual one.

    Raises:
        Refusal: when it is no scheme, a word means another role, or cannot be added.
    """
    known = parse_scheme(text, file).role_words
    if added := _unknown(file, words, known):
        if usual_first:
            added = usual_first_of(added, known)
        text = _extended(text, file, _by_role(added))
    # What the parts do not tell each other is told here: it is to be a scheme.
    parse_scheme(text, file)
    return text


def _unknown(file: str, words: Mapping[str, Role], known: RoleWords) -> dict[str, Role]:
    """Return the words that mean nothing yet, cleaned."""
    unknown: dict[str, Role] = {}
    for text, role in words.items():
        word = clean(text)
        so_far = {each: (*known.get(each, ()), *_by_role(unknown).get(each, ())) for each in Role}
        if fault := fault_of_word(word, role, so_far):
            raise fault.at(shown(file))
        if role_of(word, so_far) is None:
            unknown[word] = role
    return unknown


def _by_role(words: Mapping[str, Role]) -> dict[Role, list[str]]:
    by_role = {role: [w for w, each in words.items() if each is role] for role in reversed(Role)}
    return {role: own for role, own in by_role.items() if own}


def _value(words: Sequence[str]) -> str:
    """Write one word as a text, several as a list."""
    # In these texts JSON and TOML are alike: characters that need another escape were refused.
    return _listed(words) if len(words) == 1 else f"[{_listed(words)}]"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(json.dumps(word, ensure_ascii=False) for word in words)


def _extended(text: str, file: str, words: Mapping[Role, Sequence[str]]) -> str:
    """Return the text of a scheme with further words."""
    end = "\r\n" if "\r\n" in text else "\n"
    if not _root(text, file).has(_TABLE):
        lines = roles_toml({word: role for role, own in words.items() for word in own})
        last = "" if text.endswith("\n") else end
        return f"{text}{last}{end}{lines.replace(chr(10), end)}"
    for role, own in words.items():
        text = _with_words(text, file, role, own)
    return text


def _with_words(text: str, file: str, role: Role, words: Sequence[str]) -> str:
    """Return the text with words of one role added to the table that is there.

    All ways to write them are tried: TOML's own parser says which one leaves all else as it was.
    """
    table = _root(text, file).one(_TABLE)
    assert table is not None
    name, key = str(table.place[-1]), table.written(role)
    meaning = _meaning(text, file)
    before = meaning[name].get(key)
    meaning[name][key] = [*(before or ()), *words]
    at = sum(len(each) + 1 for each in text.split("\n")[: table.line(role) - 1])
    ways = _new_key(text, at, name, key, words) if before is None else _longer(text, at, words)
    for way in ways:
        if _meaning(way, file) == meaning:
            return way
    raise in_file(
        file,
        "roles-fixed",
        N_("No word can be added to [roles] of this file; write it there yourself: {words}."),
        words=f"{key} = [{_listed(meaning[name][key])}]",
    )


def _meaning(text: str, file: str) -> dict[str, Any]:
    """Return what a text means, each role's words as a list; nothing where it is no TOML."""
    try:
        root = _root(text, file)
    except Refusal:
        return {}
    values = dict(root.values)
    table = root.get(_TABLE)
    if isinstance(table, dict):
        table.update({key: v if isinstance(v, list) else [v] for key, v in table.items()})
    return values


def _root(text: str, file: str) -> Fields:
    return Fields(source_of(text, file), (), parsed(quoted(text), file))


def _new_key(text: str, at: int, table: str, role: str, words: Sequence[str]) -> Iterator[str]:
    """Yield the text with a role below the line that begins there, or within it."""
    key = f"{role} = {_value(words)}"
    below = text.find("\n", at) + 1
    end = "\r\n" if text[:below].endswith("\r\n") else "\n"
    above, rest = (text[:below], text[below:]) if below else (text + end, "")
    yield f"{above}{key}{end}{rest}"
    yield f"{above}{table}.{key}{end}{rest}"
    for place in _places(text, "}", at, below or len(text)):
        yield f"{text[:place]}, {key}{text[place:]}"
        yield f"{text[:place]}{key}{text[place:]}"


def _longer(text: str, at: int, words: Sequence[str]) -> Iterator[str]:
    """Yield the text with more words in a value of the line that begins there."""
    more = _listed(words)
    line_end = text.find("\n", at)
    for equals in _places(text, "=", at, line_end if line_end >= 0 else len(text)):
        begin = equals + 1 + len(text[equals + 1 :]) - len(text[equals + 1 :].lstrip(" \t"))
        for end in (place + 1 for place in _places(text, "]\"'", begin, len(text))):
            value = _meaning(f"x = {text[begin:end]}", "").get("x")
            if isinstance(value, list):
                # Behind the last word a comma may stand, or not.
                yield f"{text[: end - 1]}, {more}{text[end - 1 :]}"
                yield f"{text[: end - 1]}{more}{text[end - 1 :]}"
                break
            if isinstance(value, str):
                yield f"{text[:begin]}[{text[begin:end]}, {more}]{text[end:]}"


def _places(text: str, characters: str, begin: int, end: int) -> list[int]:
    return [place for place in range(begin, end) if text[place] in characters]


def _free(path: Path) -> Path:
    """Return a name beside the file that nothing has."""
    names = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return next(each for each in names if not os.path.lexists(each))
