"""Every refusal has a code that a program can rely on, and the page lists them all."""

import ast
import re

import pytest
from scripts import refusals

MADE = tuple(refusals.made())
KEBAB = re.compile(r"[a-z]+(-[a-z]+)*")
HANDED_ON = re.compile(r"code|(refusal|problem)\.code|\*_[A-Z_]+(\[.*\])?")
"""A code that was given to a function, taken from another refusal, or stands in a table."""
_SEVERAL = """
answer-missing ballot-in-urn ballot-in-use ballot-voided cells-hidden changed-meanwhile
character-unshowable check-failed clerk-same code-used-twice codes-not-needed database-busy
database-damaged database-missing database-unopenable date-far-from-today days-wrong disk-error
file-exists file-too-large file-unreadable file-unwritable folder-given folder-missing
foreign-change form-heading-changed indicators-too-many key-missing key-unknown
mark-without-parts mark-wrong nobody-rates not-a-file not-confirmed not-signed-in nothing-changed
pair-not-rated period-called-off period-closed period-not-open person-not-rated person-unknown
ratee-recused rater-not-expected reason-missing scheme-lacks-period self-approval table-empty
table-missing
tasks-step-wrong terminal-missing terminal-unsuitable tier-not-closed tier-not-open tier-unknown
tier-waits toml-wrong value-kind-wrong
"""
SEVERAL = frozenset(_SEVERAL.split())
"""The kinds that more than one sentence says, each in the words of its place."""


def test_every_code_is_written_out_in_kebab_case() -> None:
    assert len(MADE) > 350
    for each in MADE:
        if each.code:
            assert KEBAB.fullmatch(each.code), each
        else:
            assert HANDED_ON.fullmatch(each.written), each


def test_every_refusal_is_made_where_the_page_looks_for_it() -> None:
    """What raises or returns one by another name would be missing from the page."""
    kinds = {name for name, at in refusals.MAKERS.items() if at == 0}
    for path in sorted(refusals.SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
                assert not bases & kinds or node.name in kinds, node.name


def test_one_code_is_said_in_one_sentence_but_for_those_named_here() -> None:
    said: dict[str, set[tuple[str, ...]]] = {}
    for each in MADE:
        if each.code and each.sentences:
            said.setdefault(each.code, set()).add(each.sentences)
    assert {code for code, sentences in said.items() if len(sentences) > 1} == SEVERAL


def test_one_sentence_has_one_code() -> None:
    codes: dict[str, set[str]] = {}
    for each in MADE:
        for sentence in each.sentences:
            if each.code:
                codes.setdefault(sentence, set()).add(each.code)
    assert {said: found for said, found in codes.items() if len(found) > 1} == {}


def test_the_page_lists_every_code() -> None:
    page = refusals.PAGE.read_text(encoding="utf-8")
    assert page == refusals.page(), "write it anew: .venv/bin/python -m scripts.refusals"
    rows = re.findall(r"^\| `(.+?)` \|", page, re.MULTILINE)
    assert rows == sorted({each.code for each in MADE} - {""})


@pytest.mark.parametrize("sentence", ["a | b", "[[table]]", "< and 2>"])
def test_a_sentence_stands_in_the_page_as_it_is_said(sentence: str) -> None:
    assert re.sub(r"\\(.)", r"\1", refusals._cell(sentence)) == sentence
    assert not re.search(r"(?<!\\)[|<\[]", refusals._cell(sentence))
