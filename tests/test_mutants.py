"""The program that changes modules at random makes the changes that it says it makes."""

from pathlib import Path

import pytest
from benchmarks.reliability.mutants import mutants
from benchmarks.reliability.mutate import draw, fitting

SEALS = Path("src/kaohe_tui/store/seals/seals.py")


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("a = b < c", ["a = b <= c"]),
        ("a = (b) >= (c) != d", ["a = (b) > (c) != d", "a = (b) >= (c) == d"]),
        ("a = b not  in c", ["a = b in c"]),
        ("a = b is c", ["a = b is not c"]),
        ("a = b and c and d", ["a = b or c and d", "a = b and c or d"]),
        ("a = True", ["a = False"]),
        ("a = 7", ["a = 8", "a = (6)"]),
        ("a = not b", ["a = (b)"]),
        ("a = '何' == b", ["a = '何' != b", 'a = "" == b']),
        ("a = b, c", ["a = (c,)", "a = (b,)"]),
        ("if a:\n    f(b)\n", ["if a:\n    pass\n"]),
        ("a.b = c", ["pass"]),
        ("a += b", ["pass"]),
        ("def f():\n    return a", ["def f():\n    pass"]),
        # Documentation, types, words for people and f-strings are left alone.
        ('"""What."""\na: "str"\nb = _("Words.")\nc = f"{a} 1"\n', []),
        ("def f(a: 'int' = b) -> 'str':\n    'What.'\n", []),
    ],
)
def test_each_change_is_made_once(source: str, changed: list[str]) -> None:
    assert sorted(each.source for each in mutants(source)) == sorted(changed)


def test_the_same_seed_draws_the_same() -> None:
    first = draw([SEALS], 10, seed=3)
    assert first == draw([SEALS], 10, seed=3)
    assert first != draw([SEALS], 10, seed=4)
    assert len(set(first)) == 10
    assert all(each.diff().count("\n") >= 1 for each in first)


def test_the_tests_that_fit_are_found() -> None:
    assert "tests/store/seals/test_seals.py" in fitting(SEALS, [])
    assert "tests/domain/record/test_chain.py" in fitting(
        Path("src/kaohe_tui/domain/record/chain.py"), []
    )
    assert fitting(Path("src/kaohe_tui/store/nothing_like_it.py"), []) == ["tests/store"]
