"""Where lines of text are broken."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.width import cell_width
from kaohe_tui.domain.wrapping import line_starts, wrap

NOT_FIRST = "。，、；：？！）】」』》”’…·"
NOT_LAST = "（【「『《“‘"


def test_what_fits_stays_one_line() -> None:
    assert wrap("已交 3 张", 80) == ["已交 3 张"]
    assert wrap("", 80) == [""]
    assert wrap("一\n二", 80) == ["一", "二"]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("用这两个文件建立新年度。", 22, ["用这两个文件建立新", "年度。"]),
        ("名额共三名，已用 0 个", 18, ["名额共三名，已用", "0 个"]),
        ("文件 roster.xlsx 第 1 行：姓名", 22, ["文件 roster.xlsx", "第 1 行：姓名"]),
        ("光标所在、带 ▶的分项先录", 15, ["光标所在、", "带 ▶的分项先录"]),
        ("分数后面有 *：还没有存盘", 13, ["分数后面", "有 *：", "还没有存盘"]),
        ("一二三四（五六）七八", 10, ["一二三四", "（五六）", "七八"]),
        ("the quick brown fox", 9, ["the quick", "brown fox"]),
        ("00。 ！", 6, ["0", "0。 ！"]),
        ("0000 个", 6, ["0000", "个"]),
        ("/a/very/long/path/to/a/file", 10, ["/a/very/lo", "ng/path/to", "/a/file"]),
    ],
)
def test_where_it_is_broken(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


words = st.text(
    "一二三四五六七八个人行分张第王芳，。；：？！（）“”《》…·abc 0123456789*▶-/",
    min_size=1,
    max_size=60,
)


def _can_break(text: str, at: int) -> bool:
    """Whether some break there were right, in whatever word."""
    before, after = text[:at].rstrip(" ")[-1:], text[at]
    return after not in NOT_FIRST + " " and before not in list(NOT_LAST)


def _between_words(text: str, at: int) -> bool:
    """Whether a break there is right and tears no word, no number from what it counts."""
    last, first = text[at - 1], text[at]
    if not _can_break(text, at) or set("*/▶") & {first, text[:at].rstrip(" ")[-1:]}:
        return False
    if text[:at].rstrip(" ")[-1:].isdecimal() or first.isdecimal():
        return False
    return last == " " or 2 in (cell_width(last), cell_width(first))


@given(words, st.integers(6, 40))
def test_no_line_begins_or_ends_wrongly(text: str, width: int) -> None:
    starts = line_starts(text, width)
    places = [0, *starts, len(text)]
    assert places == sorted(set(places)) or not text
    for begin, end in pairwise(places):
        line = text[begin:end]
        assert cell_width(line.rstrip(" ")) <= width
    for at in starts:
        after, before = text[at], text[:at].rstrip(" ")[-1:]
        # Where nothing else is left, a line is broken where it is full.
        begin = max(place for place in places if place < at)
        if cell_width(text[begin:at].rstrip(" ")) >= width - 1:
            continue
        if not any(_can_break(text, place) for place in range(begin + 1, at + 1)):
            continue
        assert after not in NOT_FIRST
        assert not before or before not in NOT_LAST
        # Where only a word or a number can be torn, one is rather parted from what it counts.
        if before.isdecimal() and any(_between_words(text, p) for p in range(begin + 1, at + 1)):
            assert after not in "个人行分张"
