"""Every word in the code is in the Chinese catalogue, and no placeholder is lost on the way."""

import re
import string
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from kaohe_tui import words
from kaohe_tui.catalogue import Catalogue, Spaced
from kaohe_tui.cli.names import LISTED

ROOT = Path(__file__).parent.parent
KEYWORDS = {"_": None, "N_": None, "_n": (1, 2), "plural": (2, 3)}
CATALOGUE = Path(words.LOCALE) / "zh_CN" / "LC_MESSAGES" / "kaohe.po"


def in_the_code() -> set[tuple[str, ...]]:
    """Every message in the code, with its plural where it has one."""
    found = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        ROOT / "src" / "kaohe_tui", keywords=KEYWORDS
    ):
        if message:
            found.add((message,) if isinstance(message, str) else tuple(message))
    return found


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_CN")


def test_the_catalogue_holds_every_message_and_no_other() -> None:
    held = {(m.id,) if isinstance(m.id, str) else tuple(m.id) for m in catalogue() if m.id}
    assert in_the_code() - held == set(), "take them in with: python3 run.py words"
    assert held - in_the_code() == set(), "no longer in the code"


def test_every_message_is_found_in_the_compiled_catalogue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled = Catalogue(str(CATALOGUE.with_suffix(".mo")))
    for message in catalogue():
        if message.id:
            assert compiled.text(_strings(message.id)[0]) == _strings(message.string)[0]
    for strange in ("", "\x01", "no such message", "\U0010ffff"):
        monkeypatch.setattr(words, "_language", "zh_CN")
        assert words._(strange) == strange
        assert compiled.text(strange + "~") is None


@pytest.mark.parametrize(
    ("message", "fields", "told"),
    [
        ("{name}于 {at} 批准。", {"name": "root", "at": "11:36"}, "root 于 11:36 批准。"),
        ("{name}于 {at} 批准。", {"name": "王芳", "at": "11:36"}, "王芳于 11:36 批准。"),
        ("由{name}审核，{count}人", {"name": "Li", "count": 3}, "由 Li 审核，3 人"),
        ("{period}{tier}的表", {"period": "Q1", "tier": "互评"}, "Q1 互评的表"),
        ("{who}{what}", {"who": "root", "what": "登录"}, "root 登录"),
        ("（{0}）第 {1} 号", (7, 8), "（7）第 8 号"),
        ("{year}年{month}月{day}日", {"year": 2026, "month": 1, "day": 2}, "2026年1月2日"),
    ],
)
def test_a_latin_word_or_a_number_is_set_apart_from_chinese(
    message: str, fields: dict[str, object] | tuple[object, ...], told: str
) -> None:
    filled = Spaced(message)
    assert (
        filled.format(*fields) if isinstance(fields, tuple) else filled.format(**fields)
    ) == told


def test_every_message_is_translated() -> None:
    missing = [m.id for m in catalogue() if m.id and not _strings(m.string)]
    assert missing == []
    assert not any(m.fuzzy for m in catalogue() if m.id)


def test_placeholders_survive_translation() -> None:
    """Chinese has one form: it holds what the singular holds, and nothing that neither has."""
    for message in catalogue():
        if not message.id:
            continue
        singular, *_plural = _strings(message.id)
        known = set().union(*map(_placeholders, _strings(message.id)))
        for text in _strings(message.string):
            assert _placeholders(singular) <= _placeholders(text) <= known, message.id


def test_chinese_messages_are_chinese() -> None:
    """A message left in English by mistake has no Chinese character in it."""
    latin = re.compile(r"[A-Za-z]{4,}(?: [a-z]+){2,}")
    left = [
        text
        for message in catalogue()
        if message.id
        for text in _strings(message.string)
        if latin.search(text) and not re.search(r"[\u4e00-\u9fff]", text)
    ]
    assert left == []


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({}, "zh_CN"),
    ],
)
def test_the_locale_chooses_the_language(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert words.language_of_locale() == language


def _strings(value: str | Sequence[str] | None) -> tuple[str, ...]:
    texts = (value,) if isinstance(value, str) else tuple(value or ())
    return tuple(text for text in texts if text)


def _placeholders(text: str) -> set[str]:
    return {name for _lit, name, _spec, _conv in string.Formatter().parse(text) if name}


def test_a_told_command_is_one_that_can_be_typed() -> None:
    """How kaohe was started is put in where it is told: no message holds it fixed, but what is
    printed to be read elsewhere."""
    fixed = re.compile(rf"\bkaohe (--\w+|{'|'.join(LISTED)})\b")
    told = [text for m in catalogue() for text in (*_strings(m.id), *_strings(m.string))]
    printed = {text for text in told if "verify --against {hash}" in text}
    assert {text for text in told if fixed.search(text)} == printed


def test_no_code_is_put_in_brackets_past_the_catalogue() -> None:
    # In a Chinese sentence they are full-width: 钱英（02）.
    past = re.compile(r"""f["'][^"']*\} \(\{[a-z_.]*code\}\)""")
    sources = (ROOT / "src").rglob("*.py")
    assert [path.name for path in sources if past.search(path.read_text(encoding="utf-8"))] == []


def test_no_section_is_put_in_brackets_past_the_catalogue() -> None:
    past = re.compile(r"""f["'][^"']*\} \(\{[a-z_.]*(section|name)\b.*\}\)""")
    sources = (ROOT / "src").rglob("*.py")
    assert [path.name for path in sources if past.search(path.read_text(encoding="utf-8"))] == []


def test_sentences_are_joined_as_the_language_does() -> None:
    parts = ["", "{a}.", "B."]
    assert words.join_sentences(parts) == "{a}. B."
    words.use_language("zh_CN")
    assert words.join_sentences(["已撤回。", "", "在首页按 F。"]) == "已撤回。在首页按 F。"
    assert words.join_sentences(["评分表 2/4", "（作废 1 张）"]) == "评分表 2/4（作废 1 张）"
    assert (
        words.join_sentences(["接着做：kaohe open", "然后退出。"])
        == "接着做：kaohe open 然后退出。"
    )


def test_no_sentences_are_joined_with_a_space_of_english() -> None:
    """A space after 。 is seen as a hole; ``join_sentences`` knows the language."""
    joined = re.compile(
        r'" "\.join\(.*(sentences|consequences|reports|reasons|barred|notes)|'
        r'\+=? " " \+ _\(|sentence \+ " "|\{sentence\} \{'
    )
    places = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if joined.search(line) and "at_cursor" not in line and "signs." not in line
    ]
    assert not places
