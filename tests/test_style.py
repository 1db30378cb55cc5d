"""Pages and catalogue use the words of docs/style.md, not those that they replaced."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kaohe_tui import words

ROOT = Path(__file__).parent.parent
CATALOGUE = Path(words.LOCALE) / "zh_CN" / "LC_MESSAGES" / "kaohe.po"
CHINESE_PAGES = (ROOT / "README.zh.md", ROOT / "docs" / "files.zh.md")
STYLE = ROOT / "docs" / "style.md"
"""The page that names the phrases which the others may not hold."""
PAGES = tuple(
    page
    for folder in (".", "docs", "sample_data", "tests/cases", "tests/former", "benchmarks")
    for page in sorted((ROOT / folder).glob("*.md"))
    if page not in (*CHINESE_PAGES, STYLE)
)

ENGLISH: Mapping[str, str] = {
    r"owe[ds]?|owing": "outstanding, missing, expected",
    r"half[- ]keyed": "partly entered",
    r"(?i:whoever)": "who, anyone who, somebody who",
    r"(?i:anew)": "again",
    r"so long(?! as)|as ever": "(say for how long, or leave it out)",
    r"how far [\w ]+ (is|are|was|were)|how far (it|they)": "progress, state",
    r"(?i:takes? down|taken down|taking down|took down)": "log, register",
    r"[Ss]trikes? out|[Ss]truck out|[Ss]triking out": "void, voided",
    r"(?i:please sit down)": "please take the keyboard",
    r"([Ll]eads?|[Ll]ed|[Ll]eading) ([\w']+ ){0,4}on": "upgrade; move to the next step",
    r"(?<!/)(?i:papers)(?!/)": "documents",
    r"(?<!not )(?<!kaohe )[Mm]atters?": "case",
    r"(go|goes|going|went) back to (a|an|the|this) (\w+ )?(copy|backup)": "restore a backup",
    r"dropped|no total drops?": "trimmed, removed, left out",
    r"froze|frozen|freezes?|freezing": "locked",
    r"by habit": "out of habit",
    r"the cursor stands|stands until": "is selected; until",
    r"Key (a |the )?ballots?": "Enter ballots",
    r"holds? no longer|something else than": "no longer applies; other than",
    r"no zeros?": "do not count as zero",
    r"closed to|closing to": "can no longer be changed by; not shown to",
    r"[Gg]uessed at once|[Ww]rong too often": "too easy to guess; too many wrong tries",
    r"[Gg]ive at least|[Dd]ecides of": "type; weight in",
    r"weighed together": "weighted total of",
    r"[Ll]et an? \w+ in no longer": "retire",
    r"[Hh]e|[Hh]is|[Hh]im|[Hh]imself": "they, their; the person, the rater",
}
"""Phrase that is not written in English -> what is written for it."""
SAID: Mapping[str, str] = {**ENGLISH, r"does not hold": "is not in order"}
"""The same for what the program says."""

CHINESE: Mapping[str, str] = {
    r"结账": "统分确认",
    r"(?<!评分)码[纸]?条|(?<!码)纸条(?!上)|评分码条": "评分码纸条",
    r"再看": "核对",
    r"裁定": "核定",
    r"封存|固定|冻结": "锁定",
    r"号结果": "第……次结果",
    r"(?<!花)名册": "花名册",
    r"指纹": "校验码",
    r"一次性代码": "评分码",
    r"做成备份|使评分表被区分": "备份可能泄露谁打了多少分",
    r"之内，各表": "已计入（共……张）",
    r"由打分重算": "用原始打分重新计算，结果一致",
    r"须与本表": "应等于本表所有分数相加的和",
    r"不得相同或连续": "不能全部相同，也不能是连号",
    r"尚缺 0 ": "已全部评完",
    r"件事项办理中": "件异议（举报）正在办理",
    r"至少填写": "请填写",
    r"录错的录入员": "录入员的差错率",
    r"没有人评，因此": "以下人员在本层级无人评分",
    r"不称职：?不低于": "低于……分",
    r"凡提到": "下文的……都指",
    r"不带记号地": "没有 `*` 的分数都已存盘",
    r"(?<!任)何人|何事、|何故": "谁、何时、做了什么、为什么",
    r"层级关闭|[}]已?关闭": "结束",
}
"""Phrase that is not written in Chinese -> what is written for it."""

_CODE = re.compile(
    r"^```.*?^```$|`[^`\n]*`|^#+ kaohe [^\n]*$|\]\([^)]*\)|\{\w+\}", re.MULTILINE | re.DOTALL
)
_HAN = "[\u4e00-\u9fff]"
_UNSPACED = re.compile(rf"[A-Za-z0-9]{_HAN}|{_HAN}[A-Za-z0-9]")
_HALF_WIDTH = re.compile(rf"{_HAN}[,;:!?()]|[,;:!?()]{_HAN}|{_HAN}\.(?=\s|$)")


def prose(page: Path) -> Iterator[tuple[int, str]]:
    """Yield (number, text) of the lines of a page, without code, commands and addresses."""
    text = _CODE.sub(lambda code: "\n" * code[0].count("\n"), page.read_text(encoding="utf-8"))
    yield from enumerate(text.splitlines(), 1)


def messages() -> list[tuple[str, str]]:
    """Return what is said in English and in Chinese, a pair a message; plurals by themselves."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="zh_CN")
    return [
        (english, chinese)
        for each in catalogue
        for english in _forms(each.id)
        for chinese in _forms(each.string)
        if english
    ]


def _forms(message: str | Sequence[str] | None) -> list[str]:
    """Return the forms of a message: one, or one and many."""
    return [message] if isinstance(message, str) else list(message or ())


def without_fields(message: str) -> str:
    return re.sub(r"\{\w*\}", "", message)


def found(phrases: Mapping[str, str], text: str) -> list[str]:
    """Return each phrase in the text, with what to write for it."""
    edge = "" if phrases is CHINESE else r"\b"
    matches = {re.search(f"{edge}(?:{phrase}){edge}", text): phrases[phrase] for phrase in phrases}
    return [f"“{match[0]}”: write {better}" for match, better in matches.items() if match]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_holds_no_phrase_that_was_replaced(page: Path) -> None:
    assert [(n, wrong) for n, text in prose(page) if (wrong := found(ENGLISH, text))] == []


def test_no_message_is_said_in_words_that_were_replaced() -> None:
    said = {english for english, _chinese in messages()}
    assert {m: wrong for m in said if (wrong := found(SAID, without_fields(m)))} == {}


def test_one_thing_has_one_word_in_chinese() -> None:
    """What a clerk would not say, and the second word for what has one already."""
    said = {chinese for _english, chinese in messages()}
    assert {m: wrong for m in said if (wrong := found(CHINESE, m))} == {}


@pytest.mark.parametrize("page", CHINESE_PAGES, ids=lambda page: str(page.name))
def test_a_chinese_page_says_it_as_the_catalogue_does(page: Path) -> None:
    assert [(n, wrong) for n, text in prose(page) if (wrong := found(CHINESE, text))] == []


def test_the_words_of_the_style_page_are_those_of_the_catalogue() -> None:
    said = "".join(chinese for _english, chinese in messages())
    row = re.compile(r"^\| ([^|]+) \| ([^|]+) \|([^|]*)\| `.+ \|$", re.MULTILINE)
    rows = row.findall(STYLE.read_text(encoding="utf-8"))
    assert len(rows) > 15
    for _english, words_of_it, never in rows:
        assert [w for w in re.findall(f"{_HAN}+", words_of_it) if w not in said] == []
        assert [w for w in re.findall(f"{_HAN}+", never) if re.search(f"(?<!花){w}", said)] == []


def test_chinese_is_set_as_chinese() -> None:
    """Signs are full-width, and Latin letters and figures stand apart from characters."""
    said = [chinese for _english, chinese in messages()]
    said += [text for page in CHINESE_PAGES for _number, text in prose(page)]
    assert [m for m in said if _UNSPACED.search(m) or _HALF_WIDTH.search(m)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Take down a new matter",
        "3 ratings are owed.",
        "◐ half-keyed",
        "Whoever objects tells it.",
        "Struck out",
        "led the database on",
        "The notice stands until Friday.",
        "A ballot that is handed in is closed to its rater.",
        "He rates himself.",
    ],
)
def test_what_was_replaced_in_english_is_found(text: str) -> None:
    assert found(ENGLISH, text) != []


@pytest.mark.parametrize(
    "text",
    [
        "It does not matter how `kaohe matters` is typed; tests/files/papers/test_papers.py",
        "Take the keyboard down the hall; as long as the meeting leads nowhere.",
        "Follow the others: the heading, the shelf, the owl, the drop-in.",
    ],
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert found(ENGLISH, re.sub(r"`[^`]*`", "", text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "结账单",
        "请再看码条",
        "纸条",
        "名册已锁定",
        "第 2 号结果",
        "由打分重算无误",
        "何人、何时、何事、何故",
        "裁定分歧",
        "校验指纹",
    ],
)
def test_what_was_replaced_in_chinese_is_found(text: str) -> None:
    assert found(CHINESE, text) != []


@pytest.mark.parametrize(
    "text", ["花名册", "评分码纸条", "纸条上的评分码", "任何人", "第 2 次结果"]
)
def test_the_words_of_today_are_not(text: str) -> None:
    assert found(CHINESE, text) == []


def test_what_is_not_set_as_chinese_is_found() -> None:
    for wrong in ("root于 2026 年", "35 天:", "病假.", "各级获奖:每次", "用Enter 确认"):
        assert _UNSPACED.search(wrong) or _HALF_WIDTH.search(wrong), wrong
    for right in ("root 于 2026 年", "35 天：", "按 Enter。", "kaohe-copy.db"):
        assert _UNSPACED.search(right) is None
        assert _HALF_WIDTH.search(right) is None
