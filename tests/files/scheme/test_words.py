"""A scheme may be written in Chinese words as in English ones; a wrong word is told in either."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.files import scheme as package
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.scheme.copies.adding_roles import write_roles
from kaohe_tui.files.scheme.scheme import parse_scheme
from kaohe_tui.files.scheme.words import keys, values
from kaohe_tui.resources import shipped
from tests.bureau import scheme_text
from tests.refused import refused

SAMPLE = (shipped("sample_data") / "scheme.toml").read_text(encoding="utf-8")
ROLES = {"head": "主要负责人", "leader": "分管领导", "middle": "中层干部", "staff": "一般人员"}


def in_chinese(text: str, *, quote: str) -> str:
    """Write every key of a scheme, and every value that has one, in its first Chinese word."""
    words = {key: others[0] for key, others in keys().items()}

    def heading(match: re.Match[str]) -> str:
        return re.sub(r"\w+", lambda part: f"{quote}{words[part[0]]}{quote}", match[0])

    def line(match: re.Match[str]) -> str:
        key, equals, value = match.groups()
        meanings = ROLES if key in ("raters", "ratees") else first_of(values().get(key, {}))
        value = re.sub(r'"(\w+)"', lambda m: f'"{meanings.get(m[1], m[1])}"', value)
        return f"{quote}{words.get(key, key)}{quote}{equals}{value}"

    text = re.sub(r"^\[+[\w.]+\]+", heading, text, flags=re.M)
    return re.sub(r"^(\w+)(\s*=\s*)(.*)$", line, text, flags=re.M)


def first_of(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {word: others[0] for word, others in words.items()}


@pytest.mark.parametrize("quote", ['"', "'", ""])
@pytest.mark.parametrize("text", [SAMPLE, scheme_text()], ids=["sample", "small"])
def test_a_scheme_in_chinese_means_the_same(text: str, quote: str) -> None:
    chinese = in_chinese(text, quote=quote)
    assert "层级" in chinese
    assert parse_scheme(chinese, "a.toml") == parse_scheme(text, "a.toml")


def _known() -> Iterator[str]:
    """Yield every key that a reader of the scheme takes, as it stands in the code."""
    for path in Path(package.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        lists = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "only":
                for argument in node.args:
                    if isinstance(argument, ast.Starred) and isinstance(argument.value, ast.Name):
                        argument = lists.get(argument.value.id, argument)
                    for each in ast.walk(argument):
                        if isinstance(each, ast.Constant) and isinstance(each.value, str):
                            yield each.value


def known_keys() -> set[str]:
    """Every key that a reader of the scheme takes."""
    return set(_known())


def test_every_key_has_a_chinese_word() -> None:
    known = {*known_keys(), *Role}
    assert len(known) > 50
    assert sorted(known - set(keys())) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("weight = 66", "weights = 66", "key-unknown", "did you mean “weight”?"),
        ("weight = 66", "权值 = 66", "key-unknown", "the keys here are: "),
        ("ratees = ", "被考核者 = ", "key-unknown", "did you mean “被考核人”?"),
        ("trim = 0", "average = 0", "key-unknown", "the keys here are: "),
        ("weight = 66", "weight = 66\n权重 = 60", "key-in-two-words", "“weight” mean the same"),
        ("weight = 66", "权重 = 多", "value-kind-wrong", "[[tiers]] 权重: A number"),
        ('scope = "all"', '范围 = "全局"', "value-unknown", "全体"),
    ],
)
def test_a_wrong_word_is_told_in_its_language(old: str, new: str, code: str, says: str) -> None:
    text = SCHEME.replace(old, new, 1)
    assert text != SCHEME
    with refused(code) as refusal:
        parse_scheme(text, "a.toml")
    assert says in str(refusal.value)


def test_a_table_by_class_and_a_groups_roles_may_be_in_chinese() -> None:
    group = '[[groups]]\nkey = "g"\nname = "代表"\nroles = ["staff"]\n'
    text = SCHEME.replace("weight = 66", "weight = { staff = 66 }") + group
    text = text.replace('raters = ["staff"]', 'raters = ["g"]')
    chinese = in_chinese(text, quote="").replace("{ staff = 66 }", '{ "一般人员" = 66 }')
    assert "组别" in chinese
    assert parse_scheme(chinese, "a.toml") == parse_scheme(text, "a.toml")


def test_no_reader_asks_for_a_key_as_it_is_written() -> None:
    """The words that a key may have are looked up by ``get`` and ``has``."""
    asking = re.compile(r"""\.values\.get\(|["'] (?:not )?in \w+\.values\b(?!\()""")
    paths = Path(package.__file__).parent.glob("*.py")
    found = {path.name: asking.findall(path.read_text(encoding="utf-8")) for path in paths}
    assert {name: asked for name, asked in found.items() if asked} == {}


SCHEME = """\
name = "小局方案"
year = 2026
[scoring]
method = "tiers"
step = "1"
[[indicators]]
key = "work"
name = "工作业绩"
points = 100
[[tiers]]
key = "peer"
name = "互评"
raters = ["staff"]
ratees = ["staff"]
scope = "all"
weight = 66
trim = 0
[[tiers]]
key = "head"
name = "主要负责人评"
raters = ["head"]
ratees = ["staff"]
weight = 34
[[periods]]
key = "y"
name = "年度"
weight = 100
"""


@pytest.mark.parametrize(
    "table", ['[角色]\n中层干部 = "科长"\n', '["角色"]\n"中层干部" = ["科长"]\n']
)
def test_words_for_roles_come_into_a_table_in_chinese(tmp_path: Path, table: str) -> None:
    path = tmp_path / "考核方案.toml"
    path.write_text(in_chinese(SCHEME, quote="") + table, encoding="utf-8")
    copy = write_roles(path, {"主任": Role.MIDDLE, "科员": Role.STAFF})
    scheme, text = read_scheme(copy)
    assert scheme.role_words == {Role.MIDDLE: ("科长", "主任"), Role.STAFF: ("科员",)}
    assert text.count("角色") == 1
