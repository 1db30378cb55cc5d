"""The form of the chain is a promise: hashes that were printed and signed hold for good."""

from hashlib import sha256

import pytest

from kaohe_tui.domain.record.chain import FIELDS, grouped, link, typed

ENTRY = {
    "at": "2026-04-01T09:00:00+08:00",
    "actor": "何局长",
    "action": "close_tier",
    "period": "q1",
    "tier": "peer",
    "subject": "",
    "old": "s1:2",
    "new": 'a "b" \\ c/d',
    "reason": "“漏填”\n第二行\t\x7f😀",
    "seal": '{"ballots 1 0":"ab"}',
}
BEFORE = "0f" * 32
FORM = (
    '["' + BEFORE + '",7,"2026-04-01T09:00:00+08:00","何局长","close_tier","q1","peer","","s1:2",'
    '"a \\"b\\" \\\\ c/d","“漏填”\\n第二行\\t\x7f😀","{\\"ballots 1 0\\":\\"ab\\"}"]'
)
"""The canonical form of that entry, number 7, behind ``BEFORE``."""
HASH = "2a0e044ace2f6c8482e563964c02428dbae05476b9ffba28e723d27ef5583be3"
FIRST = "51802628bcecdb266d8de12f92b9d662d9c898556f9a608c19fdf0d0a1822515"
"""Of the same entry as the first one."""


def test_the_hash_of_an_entry_is_literally_this() -> None:
    assert link(BEFORE, 7, ENTRY) == HASH
    assert sha256(FORM.encode()).hexdigest() == HASH
    assert link("", 1, ENTRY) == FIRST


@pytest.mark.parametrize("name", FIELDS)
def test_every_text_is_in_the_hash(name: str) -> None:
    assert link(BEFORE, 7, ENTRY | {name: ENTRY[name] + "x"}) != HASH


def test_nothing_but_the_texts_is_in_the_hash() -> None:
    assert link(BEFORE, 7, {"chain": "x"} | ENTRY | {"id": "3"}) == HASH


def test_a_hash_is_printed_whole_in_groups_of_eight() -> None:
    assert grouped("0123456789abcdef") == "01234567 89abcdef"
    assert grouped("0123456789") == "01234567 89"
    assert grouped("") == ""
    groups = grouped(HASH).split(" ")
    assert [len(group) for group in groups] == [8] * 8
    assert "".join(groups) == HASH


@pytest.mark.parametrize("chain", [HASH, FIRST, "0123456789abcdef", HASH[:19]])
def test_what_is_printed_can_be_typed_back(chain: str) -> None:
    assert typed(grouped(chain)) == chain
    assert typed(grouped(chain).upper()) == chain
    assert typed("\n".join(grouped(chain).split())) == chain


def test_signs_between_the_digits_do_not_count() -> None:
    assert typed("ab·cd-EF 01") == "abcdef01"
    assert typed("AB·CD·-EF--01\u3000\t") == "abcdef01"
