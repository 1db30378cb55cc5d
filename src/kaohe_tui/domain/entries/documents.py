"""Find out whether two texts name one document. Rule: docs/scoring.md, "Evidence"."""

import re
import unicodedata

_TRADITIONAL = (
    "發发號号統统計计縣县黨党辦办組组聯联經经財财農农務务業业濟济國国區区鎮镇鄉乡關关幹干紀纪監监檢检審审"
    "調调報报會会議议決决獎奖懲惩處处執执規规則则評评績绩勞劳動动資资環环衛卫學学書书電电傳传團团婦妇殘残"
    "軍军員员廳厅廣广場场貿贸稅税糧粮質质標标準准術术產产價价險险醫医藥药訊讯訪访網网據据數数項项類类證证"
    "簡简訂订認认試试長长東东陽阳龍龙雲云寧宁劃划單单屬属層层應应後后從从復复總总節节編编結结義义與与華华"
    "萬万實实對对導导專专師师庫库選选運运達达郵邮銀银鐵铁錄录閱阅陸陆際际隊队雙双題题預预領领館馆體体為为"
)
_SIMPLIFIED = str.maketrans(_TRADITIONAL[::2], _TRADITIONAL[1::2])
"""The traditional characters that are usual in what offices and their documents are called."""
_DIGITS = {"〇": 0, "○": 0, "零": 0} | {c: n for n, c in enumerate("一二三四五六七八九", 1)}
_NUMERAL = f"[{''.join(_DIGITS)}十百]+"
_OPEN, _CLOSED = r"[〔\[(【]\s*", r"\s*[〕\])】]"
_NUMBER_FOLLOWS = r"(?=\W*第?\W*\d)"
_NUMERALS = re.compile(
    rf"(?<=第){_NUMERAL}|{_NUMERAL}(?=\s*号)|{_NUMERAL}(?=\s*年)|(?<=[〔\[(【]){_NUMERAL}(?={_CLOSED})"
)
_SHORT_YEARS = re.compile(rf"({_OPEN})(?=\d\d{_CLOSED}{_NUMBER_FOLLOWS})|(?<!\d)(?=\d\d\s*年)")
_PIECES = re.compile(r"\d+|[^\W\d_]+")
_NUMBER_SIGN = re.compile(r"(?<=\d)\s*号\W*(文件?)?(?![^\W_])")
_YEAR = re.compile(r"(?<=\d{4})\s*年(?=\W*\d)")
_ORDINAL = re.compile(r"第(?=\s*\d)")


def document_key(text: str) -> str:
    """Return the key by which two documents' numbers or descriptions are compared.

    Brackets of every kind, spaces, punctuation, full-width forms, capitals, ``第`` before and
    ``号`` behind a number, zeros before it, usual traditional characters, Chinese numerals and
    years of two digits make no difference: 统发〔2026〕1号 is 統發[26] 第一號.

    Args:
        text: as a person wrote it, cleaned.
    """
    folded = in_plain_digits(text)
    for sign in (_NUMBER_SIGN, _ORDINAL, _YEAR):
        folded = sign.sub(" ", folded)
    pieces = [piece.lstrip("0") or "0" if piece.isdigit() else piece
              for piece in _PIECES.findall(folded)]  # fmt: skip
    return " ".join(pieces) or folded


def in_plain_digits(text: str) -> str:
    """Return the text in simplified characters and small letters, its numbers in digits.

    Args:
        text: as a person wrote it, cleaned.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_SIMPLIFIED)
    return _SHORT_YEARS.sub(r"\g<1>20", _NUMERALS.sub(_in_digits, folded))


def _in_digits(numeral: re.Match[str]) -> str:
    """Return a Chinese numeral in digits: 二〇二六 is 2026, 二十三 is 23, 一百零五 is 105."""
    text = numeral[0]
    if not set(text) & {"十", "百"}:
        return "".join(str(_DIGITS[character]) for character in text)
    number, last = 0, 0
    for character in text:
        if character in _DIGITS:
            last = _DIGITS[character]
        else:
            number += (last or 1) * (10 if character == "十" else 100)
            last = 0
    return str(number + last)
