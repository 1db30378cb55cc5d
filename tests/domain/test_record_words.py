"""Every action that the program puts into the record has words, in both languages."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kaohe_tui import words
from kaohe_tui.domain.group import EntryKind
from kaohe_tui.domain.record_words import (
    KNOWN,
    LONGEST,
    Names,
    RecordKind,
    actions_of,
    kind_of,
    sentence,
    what,
)
from kaohe_tui.store.records import Entry

SRC = Path(__file__).parent.parent.parent / "src" / "kaohe_tui"
NOTES = {"note", "_note"}
ENTRY = Entry(
    7, "2026-07-03T09:00:00+08:00", "陈静", "close_tier", "q2", "peer", "", "", "", "", "", ""
)
NAMES = Names({"q2": "第二季度小评"}, {("q2", "peer"): "全员互评"}, {"s1": "单雄[/]"})


@pytest.fixture(params=["en", "zh"])
def _language(request: pytest.FixtureRequest) -> Iterator[None]:
    before = words.language()
    words.use_language(request.param)
    yield
    words.use_language(before)


class Actions(ast.NodeVisitor):
    """The actions that a file's calls of ``note`` name, and those calls that name none to see."""

    def __init__(self, tree: ast.Module, constants: Mapping[str, str]) -> None:
        self._all = constants
        self.found: set[str] = set()
        self.unclear: list[int] = []
        self._tree = tree
        self._functions: list[ast.FunctionDef] = []
        self.visit(tree)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._functions.append(node)
        self.generic_visit(node)
        self._functions.pop()

    def visit_Dict(self, node: ast.Dict) -> None:
        """An entry that goes to the store as it is."""
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "action":
                self.found |= set(_constants(value))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in NOTES and any(_id(each).endswith("tx") for each in node.args):
            takes_one = name == "note" or self._takes_action(name)
            actions = self._named(node) if takes_one else set()
            self.found |= actions
            if takes_one and not actions:
                self.unclear.append(node.lineno)
        self.generic_visit(node)

    def _takes_action(self, name: str) -> bool:
        """Whether a function of the file's own is given the action; else it names one itself."""
        return any(
            node.name == name and any(each.arg == "action" for each in node.args.args)
            for node in ast.walk(self._tree)
            if isinstance(node, ast.FunctionDef)
        )

    def _named(self, call: ast.Call) -> set[str]:
        for argument in call.args[:4]:
            if isinstance(argument, ast.Name) and argument.id in ("room", "tx", "self"):
                continue
            if isinstance(argument, ast.JoinedStr):
                return {_filled(argument, kind) for kind in EntryKind}
            if isinstance(argument, ast.Name | ast.Attribute) and _id(argument) in self._all:
                return {self._all[_id(argument)]}
            if isinstance(argument, ast.Name):
                return self._of_variable(argument.id)
            return set(_constants(argument))
        return set()

    def _of_variable(self, name: str) -> set[str]:
        """What is assigned to it, or given for it where its function is called."""
        found: set[str] = set()
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Assign) and name in map(_id, node.targets):
                found |= set(_constants(node.value))
        function = self._functions[-1]
        places = [each.arg for each in function.args.args]
        if name not in places:
            return found
        if function.name in NOTES:
            # Its calls are looked at as they are.
            return {"open_tier"}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call) and _id(node.func) == function.name:
                given = (
                    node.args[places.index(name)] if len(node.args) > places.index(name) else None
                )
                keyword = next((k.value for k in node.keywords if k.arg == name), given)
                found |= set(_constants(keyword)) if keyword is not None else set()
        return found


def _id(node: ast.AST) -> str:
    return getattr(node, "id", getattr(node, "attr", ""))


def _constants(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def _named_constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """``NAME = "text"`` of a module."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield from ((_id(target), value.value) for target in targets if target is not None)


def _filled(text: ast.JoinedStr, kind: EntryKind) -> str:
    return "".join(str(v.value) if isinstance(v, ast.Constant) else kind for v in text.values)


def in_the_code() -> dict[str, set[str]]:
    """Action -> the files that note it; under "" the calls whose action cannot be seen."""
    found: dict[str, set[str]] = {}
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SRC.rglob("*.py")}
    constants: dict[str, str] = {}
    for tree in trees.values():
        constants |= dict(_named_constants(tree))
    for path, tree in sorted(trees.items()):
        actions = Actions(tree, constants)
        for action in actions.found:
            found.setdefault(action, set()).add(path.name)
        for line in actions.unclear:
            found.setdefault("", set()).add(f"{path.name}:{line}")
    return found


def test_every_action_in_the_code_has_words() -> None:
    found = in_the_code()
    assert len(found) > 30
    missing = {action: sorted(files) for action, files in found.items() if action not in KNOWN}
    assert missing == {}, "give them words in domain/record_words.py"


@pytest.mark.usefixtures("_language")
def test_every_action_is_told_with_its_names() -> None:
    for action in KNOWN:
        entry = replace(
            ENTRY, action=action, subject="s1>s2" if "rec" in action else "s1", old="甲", new="乙"
        )
        told = what(entry, NAMES)
        assert "{" not in told
        assert told != action


def test_a_step_is_a_whole_sentence() -> None:
    told = sentence(replace(ENTRY, reason="到时间"), NAMES)
    assert told == "陈静 closed 全员互评 of 第二季度小评, reason: 到时间"


def test_names_are_shown_as_they_are_and_unknown_codes_stay_codes() -> None:
    told = what(replace(ENTRY, action="recuse", subject="s1>x9"), NAMES)
    assert told == "recused 单雄[/] (s1) from rating x9 in 全员互评 of 第二季度小评"


def test_an_action_of_a_newer_kaohe_is_shown_raw() -> None:
    entry = replace(ENTRY, action="fly_away", subject="s1", old="{x}", new="长" * 99)
    assert kind_of("fly_away") is RecordKind.OTHER
    told = what(entry, NAMES)
    assert told.startswith("fly_away s1 {x} 长长")
    assert told.endswith("…")
    assert len(told) < LONGEST + 20


def test_each_action_is_of_one_kind() -> None:
    assert sum(len(actions_of(kind)) for kind in RecordKind) == len(KNOWN)
    assert actions_of(RecordKind.OTHER) == ()


def test_the_nth_ballot_of_a_secret_tier_is_nobodys() -> None:
    """Its number may well be somebody's code."""
    entry = replace(ENTRY, action="hand_in", subject="s1")
    assert what(entry, NAMES) == "took ballot no. s1 of 全员互评 of 第二季度小评"
    assert "单雄" in what(replace(entry, new="a" * 64), NAMES)
