"""Draws a sheet as a spreadsheet shows it: letters above, numbers beside, lines around cells."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PIL import Image, ImageDraw
from wcwidth import wcswidth, wcwidth

from kaohe_tui.files.sheets.book import Area, Sheet
from kaohe_tui.files.sheets.places import column_name
from scripts.picture_cells import cell_size, glyph

_INK, _PAPER, _EDGE, _MARGIN, _LABEL = "#202020", "#ffffff", "#c8c8c8", "#eeeeee", "#606060"
_PAD = 1
"""Characters left free on each side of a cell's text."""
_NARROWEST = 4
"""Characters that a column is wide at least."""
_NUMBERS = 4
"""Characters of the column with the rows' numbers."""
_BOX = tuple[int, int, int, int]


def draw_sheet(sheet: Sheet, *, size: int) -> Image.Image:
    """Return a picture of a sheet as it was read from its file.

    Args:
        sheet: the sheet.
        size: the font's size in pixels, an even number.
    """
    width, height = cell_size(size)
    columns = _columns(sheet)
    lefts = [_NUMBERS * width]
    for each in columns:
        lefts.append(lefts[-1] + each * width)
    tops = [height * (row + 1) for row in range(len(sheet.rows) + 1)]
    image = Image.new("RGB", (lefts[-1] + 1, tops[-1] + 1), _PAPER)
    _draw_margins(image, lefts, tops, size)
    for area in _areas(sheet, len(columns)):
        left, top = lefts[area.left - 1], tops[area.top - 1]
        box = (left, top, lefts[area.right], tops[area.bottom])
        ImageDraw.Draw(image).rectangle(box, _PAPER, _EDGE)
        text = _text(sheet, area)
        _write(image, box, text, size, in_middle=area.right > area.left or area.bottom > area.top)
    return image


def _columns(sheet: Sheet) -> list[int]:
    """Return the width of each column in characters; what is merged or runs over does not count."""
    width = max(map(len, sheet.rows))
    spread = {(each.top, each.left) for each in sheet.merged if each.right > each.left}
    return [
        max(
            _NARROWEST,
            *(
                wcswidth(cells[at]) + 2 * _PAD
                for row, cells in enumerate(sheet.rows, 1)
                if at < len(cells) and (row, at + 1) not in spread and not _runs_over(cells, at)
            ),
        )
        for at in range(width)
    ]


def _runs_over(cells: Sequence[str], at: int) -> bool:
    """Return whether a text stands alone in its row, and may run over the cells beside it."""
    return sum(map(bool, cells)) == 1 and bool(cells[at])


def _areas(sheet: Sheet, width: int) -> Iterator[Area]:
    """Yield every cell, a merged one once; a text that runs over comes after those beside it."""
    covered = {cell for area in sheet.merged for cell in area.cells()}
    late = []
    for row, cells in enumerate(sheet.rows, 1):
        for column in range(1, width + 1):
            if (row, column) in covered:
                continue
            if column <= len(cells) and _runs_over(cells, column - 1):
                late.append(Area(row, column, row, column))
            else:
                yield Area(row, column, row, column)
    yield from sheet.merged
    yield from late


def _text(sheet: Sheet, area: Area) -> str:
    cells = sheet.rows[area.top - 1]
    return cells[area.left - 1] if area.left <= len(cells) else ""


def _draw_margins(image: Image.Image, lefts: Sequence[int], tops: Sequence[int], size: int) -> None:
    """Draw the letters of the columns and the numbers of the rows."""
    pen = ImageDraw.Draw(image)
    boxes = [((0, 0, lefts[0], tops[0]), "")]
    for number, (left, right) in enumerate(pairwise(lefts), 1):
        boxes.append(((left, 0, right, tops[0]), column_name(number)))
    for number, (top, bottom) in enumerate(pairwise(tops), 1):
        boxes.append(((0, top, lefts[0], bottom), str(number)))
    for box, text in boxes:
        pen.rectangle(box, _MARGIN, _EDGE)
        _write(image, box, text, size, in_middle=True, ink=_LABEL)


def _write(
    image: Image.Image, box: _BOX, text: str, size: int, *, in_middle: bool, ink: str = _INK
) -> None:
    """Write a text into a box, at its left or in its middle."""
    width, height = cell_size(size)
    left, top, right, bottom = box
    x = left + _PAD * width
    if in_middle:
        x = (left + right - wcswidth(text) * width) // 2
    y = (top + bottom - height) // 2
    for character in text:
        span = wcwidth(character)
        if character != " ":
            image.paste(ink, (x, y), glyph(character, span, size, False, False))
        x += span * width
