"""Makes docs/pictures/sheet-*.png: three sheets as offices keep them, and what kaohe says of each.

    .venv/bin/python -m scripts.sheet_pictures

The sheets are written as files, read again and drawn; the running program is shown below each, in
both languages. The same program always gives the same pictures. Needs what ``scripts.pictures``
needs.
"""

import csv
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from PIL import Image
from tests.terminal import Terminal

from kaohe_tui.files.sheets.open_book import read_book
from scripts.picture import image_of
from scripts.pictures import COLOURS, FOLDER, LANGUAGES
from scripts.sheet_picture import draw_sheet

SIZE = 20
"""The font's size in pixels."""
_SCHEME = Path(__file__).parent.parent / "sample_data" / "scheme.toml"
_GAP = 12
"""Pixels between the sheet and the screen, and around both."""
_GROUND = "#a9adb3"
_COLUMNS = 86
"""Columns of a terminal that shows a command: as wide as the widest sheet."""

PERSONNEL = "人员情况表.xlsx"
SCORE_SHEET = "打分表.xlsx"
POSTS = "花名册.csv"

_PEOPLE = (
    ("何光", "男", "局领导", "局长", "", "8001"),
    ("李秀兰", "女", "", "副局长", "", "8002"),
    ("马东", "男", "综合科", "科长", "李秀兰", "8011"),
    ("单雄", "男", "", "科员", "李秀兰", "8012"),
    ("孙红", "女", "", "科员", "李秀兰", "8013"),
    ("赵敏", "女", "农业科", "科长", "李秀兰", "8021"),
    ("周立", "男", "", "科员", "李秀兰", "8022"),
)
"""姓名, 性别, 科室 (of the first under a merged cell), 职务, 分管领导, 电话."""
_MARKS = (
    ("李秀兰", "局领导", 38, 14, 14, 14, 15),
    ("赵敏", "农业科", 36, 14, 13, 14, 15),
    ("单雄", "综合科", 34, 13, 12, 14, 14),
    ("孙红", "综合科", 37, 14, 13, 15, 14),
    ("周立", "农业科", 33, 12, 13, 13, 14),
)
_POSTS = (
    ("工号", "姓名", "科室", "职务", "分管领导", "身份", "学历"),
    ("0101", "沈仲文", "院领导", "院长", "", "事业单位", "硕士"),
    ("0102", "许静怡", "院领导", "副院长", "", "事业单位", "本科"),
    ("0201", "陶立明", "内科", "科主任", "许静怡", "事业单位", "博士"),
    ("0202", "白晓宁", "内科", "护士长", "许静怡", "事业单位", "本科"),
    ("0203", "田甜", "内科", "主治医师", "许静怡", "事业单位", "硕士"),
    ("0301", "汪海", "外科", "科主任", "许静怡", "事业单位", "博士"),
    ("0302", "文静", "外科", "主管护师", "许静怡", "合同制", "本科"),
    ("0303", "范小雨", "外科", "联系员", "许静怡", "合同制", "大专"),
)


def write_personnel(path: Path) -> None:
    """Write a personnel table: a title, 序号, a merged 科室, 合计, who filled it in."""
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet("在职人员")
        heads = ("序号", "姓名", "性别", "科室", "职务", "分管领导", "电话", "备注")
        page.merge_range(0, 0, 0, len(heads) - 1, "清河县统计局人员情况表（2026年）")
        page.write_row(1, 0, heads)
        for number, person in enumerate(_PEOPLE, 1):
            page.write_row(number + 1, 0, (number, *person))
        for first, last in ((2, 3), (4, 6), (7, 8)):
            page.merge_range(first, 3, last, 3, _PEOPLE[first - 2][2])
        page.write_row(9, 0, ("合计", "7人"))
        page.write(10, 0, "填表人：孙红")


def write_score_sheet(path: Path) -> None:
    """Write the score sheet of one rater, with totals, a mean and an instruction."""
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet("打分表")
        page.merge_range(0, 0, 0, 8, "2026年第一季度绩效考核打分表")
        page.write(1, 0, "评分人：马东")
        heads = ["序号", "姓名", "科室", "工作业绩（40分）", "精神状况", "开拓创新", "协调协作"]
        page.write_row(2, 0, [*heads, "廉政勤政", "合计"])
        for number, (name, section, *marks) in enumerate(_MARKS, 1):
            page.write_row(number + 2, 0, (number, name, section, *marks, sum(marks)))
        page.write(8, 1, "平均")
        page.write(8, 8, sum(sum(each[2:]) for each in _MARKS) / len(_MARKS))
        page.write(9, 0, "注：除工作业绩外，每项满分15分，涂改无效。")


def write_posts(path: Path) -> None:
    """Write a roster as CSV, with posts (科主任) instead of roles, as Excel saves it in China."""
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(_POSTS)


def kaohe(lang: str, *arguments: str) -> list[str]:
    """Return the line that runs the program."""
    return [sys.executable, "-m", "kaohe_tui", "--lang", lang, *arguments]


def environment(folder: Path) -> dict[str, str]:
    """Return what a program gets that is to touch nothing outside a folder."""
    return {
        "LOGNAME": "孙红",
        "COLORTERM": "truecolor",
        "HOME": str(folder / "home"),
        "XDG_CONFIG_HOME": str(folder / "home" / "config"),
        "XDG_DATA_HOME": str(folder / "home" / "data"),
    }


def shown_by_app(folder: Path, lang: str) -> Image.Image:
    """Return the preview of the personnel table, in a folder that holds it and a scheme."""
    environ = environment(folder)
    line = kaohe(lang)
    with Terminal(line, columns=80, lines=24, env=environ, cwd=folder) as terminal:
        terminal.wait_for("▶ 1")
        terminal.settle(quiet=0.5)
        terminal.press("2")
        terminal.wait_for("▶ scheme.toml")
        terminal.press("enter")
        terminal.wait_for(f"▶ {PERSONNEL}")
        terminal.press("enter")
        terminal.wait_for("“科员”")
        terminal.settle(quiet=0.5)
        return image_of(terminal.screen, size=SIZE)


def shown_by_command(folder: Path, lang: str, *arguments: str) -> Image.Image:
    """Return what a command prints, below the line that it was typed as."""
    typed = shlex.join(("kaohe", *(each for each in arguments if each not in ("--db", "kaohe.db"))))
    script = f"echo {shlex.quote(f'$ {typed}')}; {shlex.join(kaohe(lang, *arguments))}; echo '$ '"
    line = ["sh", "-c", script]
    environ = environment(folder)
    with Terminal(line, columns=_COLUMNS, lines=40, env=environ, cwd=folder) as terminal:
        terminal.wait_exit()
        lines = len(terminal.text().rstrip().splitlines())
        return image_of(terminal.screen, size=SIZE, lines=lines - 1)


def personnel(folder: Path, lang: str) -> Image.Image:
    """Return what the app says of a personnel table."""
    write_personnel(folder / PERSONNEL)
    return shown_by_app(folder, lang)


def score_sheet(folder: Path, lang: str) -> Image.Image:
    """Return what a command says of a score sheet, in the year made of the personnel table."""
    write_personnel(folder / PERSONNEL)
    write_score_sheet(folder / SCORE_SHEET)
    for arguments in (
        ("new", "--scheme", "scheme.toml", "--roster", PERSONNEL, "--yes"),
        ("open", "peer", "--period", "q1"),
    ):
        line = kaohe(lang, "--db", "kaohe.db", *arguments)
        environ = os.environ | environment(folder)
        subprocess.run(line, cwd=folder, env=environ, check=True, capture_output=True)
    arguments = ("import", SCORE_SHEET, "--period", "q1", "--check")
    return shown_by_command(folder, lang, "--db", "kaohe.db", *arguments)


def posts(folder: Path, lang: str) -> Image.Image:
    """Return what a command says of a roster with posts."""
    write_posts(folder / POSTS)
    arguments = ("new", "--scheme", "scheme.toml", "--roster", POSTS, "--check")
    return shown_by_command(folder, lang, *arguments)


PICTURES: dict[str, tuple[str, Callable[[Path, str], Image.Image]]] = {
    "sheet-personnel": (PERSONNEL, personnel),
    "sheet-scores": (SCORE_SHEET, score_sheet),
    "sheet-posts": (POSTS, posts),
}
"""Picture -> the file that is drawn in it, and what gives the screen below."""


def below_each_other(sheet: Image.Image, screen: Image.Image) -> Image.Image:
    """Return one picture of both."""
    width = max(sheet.width, screen.width) + 2 * _GAP
    whole = Image.new("RGB", (width, sheet.height + screen.height + 3 * _GAP), _GROUND)
    whole.paste(sheet, ((width - sheet.width) // 2, _GAP))
    whole.paste(screen, ((width - screen.width) // 2, sheet.height + 2 * _GAP))
    return whole


def main() -> None:
    """Make them all."""
    # A secret tier takes no sheet that says who gave which marks.
    scheme = _SCHEME.read_text(encoding="utf-8").replace("secret = true", "secret = false")
    for lang, ending in LANGUAGES.items():
        for name, (file, show) in PICTURES.items():
            with tempfile.TemporaryDirectory() as made:
                folder = Path(made)
                (folder / "scheme.toml").write_text(scheme, encoding="utf-8")
                screen = show(folder, lang)
                [sheet] = read_book(folder / file).sheets
            path = FOLDER / f"{name}{ending}.png"
            whole = below_each_other(draw_sheet(sheet, size=SIZE), screen)
            few = whole.quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(path, optimize=True)
            print(f"{path}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
