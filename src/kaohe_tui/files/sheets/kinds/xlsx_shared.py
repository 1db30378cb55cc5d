"""Read what all sheets of an .xlsx share: its texts, and the styles of its cells."""

import re
import zipfile
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from kaohe_tui.files.sheets.kinds.format_codes import BUILT_IN
from kaohe_tui.files.sheets.kinds.formats import Formats
from kaohe_tui.files.sheets.kinds.parts import elements, local, target, tree

YES = ("1", "true", "on")
"""How a property is set."""
NO = ("0", "false", "off")
"""How a property is taken back."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class Shared:
    """What all sheets share."""

    strings: list[str]
    """The texts that cells name by number."""
    struck_strings: frozenset[int]
    """The numbers of those that are struck through."""
    struck: frozenset[str]
    """The styles, by number, that strike through."""
    codes: list[str]
    """The format of each style."""
    formats: Formats
    """Shows the numbers."""


def shared(parts: zipfile.ZipFile, at: str, root: Element) -> Shared:
    """Return what all sheets share.

    Args:
        parts: the workbook.
        at: its main part.
        root: that part.
    """
    names = parts.namelist()
    strings, styles = target(parts, at, "sharedStrings"), target(parts, at, "styles")
    properties = next((each for each in root if local(each.tag) == "workbookPr"), None)
    from_1904 = properties is not None and properties.get("date1904") in YES
    texts, struck_strings = _strings(parts.read(strings)) if strings in names else ([], set())
    codes, struck = _styles(tree(parts.read(styles))) if styles in names else ([], set())
    formats = Formats(from_1904=from_1904)
    return Shared(texts, frozenset(struck_strings), frozenset(struck), codes, formats)


def _strings(data: bytes) -> tuple[list[str], set[int]]:
    """Return all texts, and the numbers of those that are struck through as a whole."""
    texts: list[str] = []
    struck: set[int] = set()
    for _event, name, element in elements(data):
        if name == "si":
            runs = [child for child in element if local(child.tag) == "r"]
            if runs and all(_is_struck(run) for run in runs):
                struck.add(len(texts))
            texts.append(text_of(element))
            element.clear()
    return texts, struck


def _is_struck(element: Element) -> bool:
    """Return whether a font, or a run of a text, is struck through."""
    return any(
        local(each.tag) == "strike" and each.get("val", "1") not in NO for each in element.iter()
    )


def text_of(element: Element) -> str:
    """Return the text of a string, of all its runs, without what is written above it."""
    pieces = []
    for child in element:
        match local(child.tag):
            case "t":
                pieces.append(child.text or "")
            case "r":
                pieces += [each.text or "" for each in child if local(each.tag) == "t"]
            case _:
                pass
    return plain("".join(pieces))


def plain(text: str) -> str:
    """Return a text with the characters that XML cannot hold, which Excel writes by number."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return match[0] if 0xD800 <= number < 0xE000 else chr(number)


def _styles(styles: Element) -> tuple[list[str], set[str]]:
    """Return the format of each style, and the numbers of those that strike through."""
    by_number = {
        each.get("numFmtId", ""): each.get("formatCode", "")
        for each in styles.iter()
        if local(each.tag) == "numFmt"
    }
    cells = next((each for each in styles if local(each.tag) == "cellXfs"), None)
    fonts = next((each for each in styles if local(each.tag) == "fonts"), ())
    struck_fonts = {str(at) for at, font in enumerate(fonts) if _is_struck(font)}
    codes: list[str] = []
    struck: set[str] = set()
    for style in () if cells is None else cells:
        if style.get("fontId") in struck_fonts:
            struck.add(str(len(codes)))
        number = style.get("numFmtId", "0")
        code = by_number.get(number)
        if code is None:
            code = BUILT_IN.get(int(number), "") if number.isdigit() else ""
        codes.append("" if code in ("General", "@", "G/通用格式") else code)
    return codes, struck
