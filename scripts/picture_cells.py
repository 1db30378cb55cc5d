"""Draws one terminal cell: characters from fonts, lines and blocks as shapes that join.

A CJK font draws box-drawing and other characters of ambiguous width two cells wide, and no font's
lines meet across cells of another height: so lines and blocks are drawn here from their meaning.
"""

import subprocess
import unicodedata
from functools import cache

from PIL import Image, ImageDraw, ImageFont

FONT = "Noto Sans Mono CJK SC"
_NARROW_FONT = "DejaVu Sans Mono"
_ARMS = {
    "UP": "u",
    "DOWN": "d",
    "LEFT": "l",
    "RIGHT": "r",
    "VERTICAL": "ud",
    "HORIZONTAL": "lr",
}
_WEIGHTS = ("LIGHT", "HEAVY", "DOUBLE", "SINGLE")
# Blocks as (left, top, right, bottom) in eighths of the cell.
_BLOCKS: dict[str, tuple[int, int, int, int]] = {
    "▀": (0, 0, 8, 4),
    "▐": (4, 0, 8, 8),
    "▔": (0, 0, 8, 1),
    "▕": (7, 0, 8, 8),
    **{chr(0x2580 + n): (0, 8 - n, 8, 8) for n in range(1, 9)},
    **{chr(0x2590 - n): (0, 0, n, 8) for n in range(1, 8)},
    **{chr(c): (0, 0, 8, n) for c, n in zip(range(0x1FB82, 0x1FB87), (2, 3, 5, 6, 7), strict=True)},
    **{
        chr(c): (8 - n, 0, 8, 8)
        for c, n in zip(range(0x1FB87, 0x1FB8C), (2, 3, 5, 6, 7), strict=True)
    },
}
_QUARTERS = {
    "UPPER LEFT": (0, 0),
    "UPPER RIGHT": (1, 0),
    "LOWER LEFT": (0, 1),
    "LOWER RIGHT": (1, 1),
}
_SHADES = {"░": 64, "▒": 128, "▓": 192}


@cache
def glyph(character: str, cells: int, size: int, bold: bool, italic: bool) -> Image.Image:
    """The mask (mode "L") of `character` over `cells` (1 or 2) cells, for a font of `size` pixels.

    One cell is `cell_size(size)` pixels. Raises RuntimeError if the font is not installed.
    """
    width, height = cell_size(size)
    width *= cells
    if character in _SHADES:
        return Image.new("L", (width, height), _SHADES[character])
    shape = _block(character, width, height) or _box(character, width, height)
    if shape:
        return shape
    mask = _letter(character, width, size, bold)
    if italic:
        lean = 0.2
        shear = (1, lean, -lean * height / 2, 0, 1, 0)
        mask = mask.transform(mask.size, Image.Transform.AFFINE, shear, Image.Resampling.BICUBIC)
    return mask


def cell_size(size: int) -> tuple[int, int]:
    """Width and height in pixels of a cell for a font of `size` pixels (an even number)."""
    return size // 2, (size * 5 // 4 + 1) // 2 * 2


def baseline(size: int) -> int:
    """The baseline's distance in pixels from a cell's top: the em square stands in the middle."""
    return round((cell_size(size)[1] + size * 0.76) / 2)


def _letter(character: str, width: int, size: int, bold: bool) -> Image.Image:
    """`character` from the main font where it fits, else from a narrower one, else squeezed."""
    font = _font(FONT, size, bold)
    height = cell_size(size)[1]
    if not _has(font, character) or font.getlength(character) > width * 1.05:
        narrow = _font(_NARROW_FONT, size, bold, fit=size // 2) if width <= size // 2 else None
        if narrow and _has(narrow, character):
            font = narrow
        elif not _has(font, character):
            font = _font_with(character, size) or font
    advance = round(font.getlength(character))
    if advance > width * 1.05:
        # Smaller and squeezed, each a little: a circled digit stays a circle and stays legible.
        font = font.font_variant(size=round(font.size * 0.75))
        advance = round(font.getlength(character))
    mask = Image.new("L", (max(advance, width), height))
    left = max(0, (width - advance) // 2)
    ImageDraw.Draw(mask).text((left, baseline(size)), character, 255, font, anchor="ls")
    return mask.resize((width, height), Image.Resampling.LANCZOS) if advance > width else mask


@cache
def _font(family: str, size: int, bold: bool, fit: int | None = None) -> ImageFont.FreeTypeFont:
    """The installed `family`, its size lowered until an x is at most `fit` pixels wide."""
    style = ":bold" if bold else ""
    found = _match(f"{family}{style}")
    if family not in found[2]:
        if family == FONT:
            raise RuntimeError(f"The font {FONT} is not installed (Debian: fonts-noto-cjk).")
        return _font(FONT, size, bold)
    font = ImageFont.truetype(found[0], size, index=found[1])
    while fit and font.getlength("x") > fit:
        font = font.font_variant(size=font.size - 0.5)
    return font


@cache
def _font_with(character: str, size: int) -> ImageFont.FreeTypeFont | None:
    """Any installed font that has `character`, or None."""
    file, index, _ = _match(f"sans-serif:charset={ord(character[0]):x}")
    font = ImageFont.truetype(file, size, index=index)
    return font if _has(font, character) else None


@cache
def _match(pattern: str) -> tuple[str, int, str]:
    """The file, the index in it and the family of the font that answers a fontconfig pattern."""
    command = ["fc-match", "-f", "%{file}|%{index}|%{family}", pattern]
    found = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    file, index, family = found.split("|")
    return file, int(index), family


def _has(font: ImageFont.FreeTypeFont, character: str) -> bool:
    """Whether the font has a glyph of its own: another one than for a character no font has."""
    missing, here = font.getmask("\uffff"), font.getmask(character)
    return (missing.size, bytes(missing)) != (here.size, bytes(here))


def _block(character: str, width: int, height: int) -> Image.Image | None:
    """Block elements and quadrants, to the cell's very edge; None for other characters."""
    name = unicodedata.name(character[0], "")
    mask = Image.new("L", (width, height))
    areas = [_BLOCKS[character]] if character in _BLOCKS else []
    if name.startswith("QUADRANT "):
        corners = [_QUARTERS[part] for part in name.removeprefix("QUADRANT ").split(" AND ")]
        areas = [(4 * x, 4 * y, 4 * x + 4, 4 * y + 4) for x, y in corners]
    for left, top, right, bottom in areas:
        across, down = width / 8, height / 8
        box = (round(left * across), round(top * down), round(right * across), round(bottom * down))
        mask.paste(255, box)
    return mask if areas else None


def _box(character: str, width: int, height: int) -> Image.Image | None:
    """Box-drawing characters but dashes and diagonals; None for other characters."""
    name = unicodedata.name(character[0], "")
    arms = _arms(name)
    if not arms:
        return None
    light = max(1, round(width / 8))
    if " ARC " in name:
        return _arc(arms, width, height, light)
    mask = Image.new("L", (width, height))
    thickness = {"LIGHT": light, "SINGLE": light, "HEAVY": light * 2, "DOUBLE": light * 3}
    reach = max(thickness[weight] for weight in arms.values())
    for arm, weight in arms.items():
        mask.paste(255, _bar(arm, width, height, thickness[weight], reach))
    for arm, weight in arms.items():
        if weight == "DOUBLE":
            mask.paste(0, _bar(arm, width, height, light, light))
    return mask


def _arms(name: str) -> dict[str, str]:
    """The arms u, d, l, r of a box-drawing character's Unicode name, each with its weight."""
    if not name.startswith("BOX DRAWINGS ") or "DASH" in name or "DIAGONAL" in name:
        return {}
    arms: dict[str, str] = {}
    weight = "LIGHT"
    for group in name.removeprefix("BOX DRAWINGS ").split(" AND "):
        words = group.split()
        weight = next((word for word in words if word in _WEIGHTS), weight)
        for word in words:
            arms |= dict.fromkeys(_ARMS.get(word, ""), weight)
    return arms


def _bar(
    arm: str, width: int, height: int, thickness: int, reach: int
) -> tuple[int, int, int, int]:
    """The rectangle of an arm from the cell's edge to `reach` around the middle."""
    x, y = (width - thickness) // 2, (height - thickness) // 2
    past_x, past_y = (width - reach) // 2 + reach, (height - reach) // 2 + reach
    return {
        "l": (0, y, past_x, y + thickness),
        "r": (width - past_x, y, width, y + thickness),
        "u": (x, 0, x + thickness, past_y),
        "d": (x, height - past_y, x + thickness, height),
    }[arm]


def _arc(arms: dict[str, str], width: int, height: int, thickness: int) -> Image.Image:
    """A rounded corner, drawn larger and shrunk so that its edge is smooth."""
    scale = 4
    x, y, half = width * scale / 2, height * scale / 2, thickness * scale / 2
    right, down = "r" in arms, "d" in arms
    # A quarter of a circle from the middle of one side; the upright arm goes on to its edge.
    centre_x = x * 2 if right else 0
    centre_y = y + x if down else y - x
    big = Image.new("L", (width * scale, height * scale))
    pen = ImageDraw.Draw(big)
    outer = x + half
    start = {(True, True): 180, (False, True): 270, (False, False): 0, (True, False): 90}
    ring = (centre_x - outer, centre_y - outer, centre_x + outer, centre_y + outer)
    angle = start[right, down]
    pen.arc(ring, angle, angle + 90, 255, thickness * scale)
    upright = (centre_y, height * scale) if down else (0, centre_y)
    pen.rectangle((x - half, upright[0], x + half - 1, upright[1]), 255)
    return big.resize((width, height), Image.Resampling.BOX)
