"""Recognise names that a program damaged on their way into a table.

Rule: docs/files.md, "Names that are refused".
"""

import re
import unicodedata

from kaohe_tui.files.decode import shown
from kaohe_tui.files.sheets.odd_cells import fault_of, fault_of_code
from kaohe_tui.words import _

_LOST = re.compile("[?\uff1f\u25a1\u25a0\u25af]")
_RUBBISH = ("锟斤拷", "烫烫", "屯屯屯", "锘", "ï»¿", "�")
"""The remains of text that was read in a wrong encoding twice."""
_NOBODY = re.compile("(?i:n/a|null|none|undefined|true|false)|NaN|nan|NAN")
"""The texts that programs write where there is nothing."""
_MASKED = re.compile("[*\uff0a]")
"""The signs that stand for a character that is not to be seen."""
_CALCULATED = re.compile("[-=+@]")
"""The signs with which a formula begins."""
_ABOVE = re.compile('[\u3003\u2033\uff02"]{1,2}|\u540c\\s*[\u4e0a\u524d]')
"""What stands for the words of the line above."""
_VACANT = re.compile(r"[(\[]?(?:空\s*缺|暂\s*缺|缺\s*[编员]|待\s*[定补聘]|未\s*定|无\s*人)[)\]]?")
"""What stands for a name where a post has nobody."""
_LATIN = re.compile("[A-Za-z]")
_HIGH = re.compile("[^\x00-\x7f\xb7]{2,}")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U000323af]+")


def fault_of_name(name: str) -> str:
    """Say why a text can be no person's name; empty where it can.

    Args:
        name: cleaned, not empty.
    """
    if fault := fault_of_words(name):
        return fault
    if _MASKED.search(name):
        return _("A character of “{name}” is hidden; write the whole name.").format(
            name=shown(name)
        )
    is_word = any(unicodedata.category(each)[0] == "L" for each in name)
    plain = unicodedata.normalize("NFKC", name)
    is_program = bool(_NOBODY.fullmatch(plain) or _CALCULATED.match(plain) or fault_of(name))
    if is_program or not is_word or _VACANT.fullmatch(plain):
        return _("“{name}” is no name; write the name.").format(name=shown(name))
    return ""


def fault_of_words(text: str) -> str:
    """Say why a cleaned text can be no section's name or the like; empty where it can."""
    if _ABOVE.fullmatch(text):
        return _("“{name}” stands for the line above; write what is meant.").format(
            name=shown(text)
        )
    if _LOST.search(text):
        return _("A character of “{name}” was lost; write the name again.").format(name=shown(text))
    if any(each in text for each in _RUBBISH):
        return _("“{name}” was read in a wrong encoding; write the name again.").format(
            name=shown(text)
        )
    if right := _misread(text):
        return _(
            "“{name}” was read in a wrong encoding, it may be “{meant}”; write the name again."
        ).format(name=shown(text), meant=shown(right))
    return fault_of_code(text, typed=False)


def _misread(name: str) -> str:
    """Return the Chinese text that a name was before it was read in a wrong encoding.

    UTF-8 that was read as GBK, and UTF-8 or GBK that was read as a Western encoding.
    """
    if _HAN.fullmatch(name):
        return _reread(name, "gbk", ("utf-8",))
    if any(map(_HAN.search, name)):
        return ""
    match = _HIGH.search(name)
    if match is None:
        return ""
    # Finnish and others have accented letters side by side, with plain ones around them.
    right = ("utf-8",) if _LATIN.search(name) else ("utf-8", "gbk")
    readings = (_reread(match[0], western, right) for western in ("cp1252", "latin-1"))
    return next(filter(None, readings), "")


def _reread(text: str, wrong: str, right: tuple[str, ...]) -> str:
    for encoding in right:
        try:
            reading = text.encode(wrong).decode(encoding)
        except UnicodeError:
            continue
        if reading != text and _HAN.fullmatch(reading):
            return reading
    return ""
