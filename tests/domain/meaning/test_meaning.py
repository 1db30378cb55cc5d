"""What a scheme means: every ready-made one, in both languages."""

import re
from pathlib import Path

import pytest

from kaohe_tui import words
from kaohe_tui.cli.show.scheme_meaning import meaning_lines
from kaohe_tui.domain.meaning.meaning import meaning
from kaohe_tui.domain.width import cell_width
from kaohe_tui.files.scheme.book.opening import read_scheme

SAMPLES = Path(__file__).parents[3] / "sample_data"
SCHEMES = sorted([*SAMPLES.glob("templates/*/scheme.toml"), *SAMPLES.glob("*.toml")])
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def is_scheme(path: Path) -> bool:
    return "[[tiers]]" in (text := path.read_text(encoding="utf-8")) or "[[层级]]" in text


@pytest.fixture(params=[path for path in SCHEMES if is_scheme(path)], ids=lambda p: p.parent.name)
def path(request: pytest.FixtureRequest) -> Path:
    """Each of them."""
    found: Path = request.param
    return found


def told(path: Path, language: str = "en") -> str:
    """What is told of a scheme, as it stands on the terminal."""
    words.use_language(language)
    return "\n".join(line.text for line in meaning_lines(meaning(read_scheme(path)[0])))


def without_its_words(path: Path, text: str) -> str:
    """The text without the words that the scheme itself brings, which a line end may part."""
    flat = re.sub(r"\s+", "", text)
    written = path.read_text(encoding="utf-8")
    own = set(re.findall(r'["“]([^"\n]+)["”]', written)) | set(re.findall(r"[^\W\d_]+", written))
    for word in sorted((re.sub(r"\s+", "", each) for each in own), key=len, reverse=True):
        flat = flat.replace(word, "") if CHINESE.search(word) else flat
    return flat


def test_no_line_is_wider_than_a_terminal(path: Path) -> None:
    for language in words.LANGUAGES:
        wide = [line for line in told(path, language).split("\n") if cell_width(line) > 80]
        assert wide == []


def test_english_holds_no_chinese_word_of_kaohe(path: Path) -> None:
    left = CHINESE.findall(without_its_words(path, told(path)))
    assert left == []


def test_chinese_holds_no_english_word(path: Path) -> None:
    own = path.read_text(encoding="utf-8")
    text = told(path, "zh_CN")
    assert [word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in own] == []


def test_it_ends_in_the_total_and_the_grade(path: Path) -> None:
    last = " ".join(told(path).split("\n")[-2:])
    assert re.search(r"Total: \d+\.\d+ points; by that the grade is ", last)


def test_every_step_can_be_reckoned_again(path: Path) -> None:
    steps = re.findall(r"([\d.]+) ÷ (\d+) × ([\d.]+) = ([\d.]+)$", told(path), re.MULTILINE)
    for added, count, weight, product in steps:
        assert float(added) / int(count) * float(weight) == pytest.approx(float(product), abs=0.01)


def test_every_tier_is_told(path: Path) -> None:
    scheme = read_scheme(path)[0]
    text = told(path)
    for tier in scheme.tiers:
        assert f"“{tier.name}”: " in text
