"""A refusal knows its kind and its values, and is told in the language in use when asked."""

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import use_language
from tests.refused import refused


class Special(Refusal):
    """A kind of its own."""


def test_it_is_told_in_the_language_in_use_when_it_is_asked() -> None:
    refusal = Refusal("tier-open", "{tier} is already open.", tier="全员互评")
    assert str(refusal) == "全员互评 is already open."
    use_language("zh_CN")
    assert str(refusal) == "全员互评已经开放。"
    assert (refusal.code, refusal.values) == ("tier-open", {"tier": "全员互评"})


def test_a_sentence_that_is_ready_is_told_as_it_is() -> None:
    assert str(Refusal("any", "{braces} stay where nothing is filled in")) == (
        "{braces} stay where nothing is filled in"
    )


def test_two_sentences_are_joined_in_the_language_in_use() -> None:
    refusal = Refusal("tier-open", "{tier} is already open.", tier="全员互评").followed_by("More.")
    assert str(refusal) == "全员互评 is already open. More."
    assert str(refusal.at("a.csv")) == "a.csv: 全员互评 is already open. More."
    use_language("zh_CN")
    assert str(refusal) == "全员互评已经开放。More."
    assert refusal.followed_by("") is refusal


def test_a_value_with_braces_is_filled_in_once() -> None:
    inner = Refusal("any", "“{text}” is not a mark", text="{x}")
    assert str(inner.at("a {file}.csv", 3)) == "a {file}.csv, line 3: “{x}” is not a mark"


@pytest.mark.parametrize(("count", "told"), [(1, "1 ballot"), (2, "2 ballots")])
def test_things_are_counted(count: int, told: str) -> None:
    refusal = Refusal.plural("any", "{count} ballot", "{count} ballots", count)
    assert str(refusal) == told
    assert str(refusal.within("in all: {fault}")) == f"in all: {told}"
    assert str(refusal.telling(count="many")) == f"many {told[2:]}"


def test_it_gets_its_place_and_stays_of_its_kind() -> None:
    refusal = Special("mark-wrong", "“{text}” is not a mark", text="x")
    placed = refusal.within("{key}: {fault}", key="mark").at("a.csv", 7)
    assert isinstance(placed, Special)
    assert placed.code == "mark-wrong"
    assert str(placed) == "a.csv, line 7: mark: “x” is not a mark"
    assert str(refusal.at("a.csv")) == "a.csv: “x” is not a mark"
    assert {"file": "a.csv", "line": 7, "key": "mark", "text": "x"}.items() <= placed.values.items()
    use_language("zh_CN")
    assert str(placed) == "a.csv 第 7 行：mark：“x” is not a mark"


def test_another_sentence_stands_behind_it() -> None:
    refusal = Refusal("any", "No.")
    assert str(refusal.followed_by("Is it 01?")) == "No. Is it 01?"
    assert refusal.followed_by("") is refusal


def test_its_values_can_be_told_otherwise() -> None:
    refusal = Special("any", "{path} is odd", path="/tmp/checked")
    told = refusal.telling(path="given.db", other="x")
    assert (str(told), type(told)) == ("given.db is odd", Special)
    assert str(Refusal("any", "{braces}").telling(path="x")) == "{braces}"


@pytest.mark.parametrize("said", ["No.", "不行。", "No"])
def test_it_stands_in_brackets_without_its_full_stop(said: str) -> None:
    assert Refusal("any", said).clause == said.rstrip(".。")


def test_a_test_that_expects_one_refusal_fails_on_another() -> None:
    def refuse() -> None:
        raise Refusal("tier-open", "{tier} is already open.", tier="t1")

    with refused("tier-open", tier="t1") as info:
        refuse()
    assert str(info.value) == "t1 is already open."
    with pytest.raises(AssertionError, match="tier-open: t1"), refused("tier-closed"):
        refuse()
    with pytest.raises(AssertionError, match="t1 is already open"), refused("tier-open", tier="t2"):
        refuse()
