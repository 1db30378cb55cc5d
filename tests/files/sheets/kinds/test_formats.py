"""A number is shown as a spreadsheet shows it, and is odd where that is another value."""

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.files.sheets.kinds.facts import DATE, FRACTION, SHOWN, Cell, Damaged
from kaohe_tui.files.sheets.kinds.format_codes import BUILT_IN
from kaohe_tui.files.sheets.kinds.formats import Formats, value_of

ACCOUNT = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
SHOWN_AS = [
    ("", 1, "1", ""), ("", 17.5, "17.5", FRACTION), ("", 0.1 + 0.2, "0.3", FRACTION),
    ("", 1e-5, "1e-05", FRACTION), ("", 10**15, "1e+15", FRACTION), ("", -3, "-3", ""),
    ("00", 1, "01", ""), ("00", 117, "117", ""), ("00", 1.5, "02", SHOWN), ("00", 0, "00", ""),
    ("0", 17.5, "18", SHOWN), ("0", 16.5, "17", SHOWN), ("0", -2.5, "-3", SHOWN),
    ("0", 17, "17", ""), ("0", 110101199003070000, "110101199003070000", FRACTION),
    ("0.0", 17.46, "17.5", SHOWN), ("0.0", 17.5, "17.5", FRACTION), ("0.0", 18, "18.0", ""),
    ("0.00", 17.5, "17.50", FRACTION), ("0.00", 1.005, "1.01", SHOWN), ("0.##", 1, "1", ""),
    ("0.##", 1.25, "1.25", FRACTION), ("#.#", 0.9, ".9", FRACTION), ("0%", 0.95, "95%", ""),
    ("0%", 0.945, "95%", SHOWN), ("0.0%", 0.945, "94.5%", ""), ("0.00%", 1, "100.00%", ""),
    ("#,##0", 1234567, "1,234,567", ""), ("#,##0", 999, "999", ""), ("#,##0", 0, "0", ""),
    ("#,##0.0", 1234.56, "1,234.6", SHOWN), ('0"分"', 18, "18分", ""), ("0分", 18, "18分", ""),
    ('0"分"', 17.5, "18分", SHOWN), ("0\\分", 18, "18分", ""),
    ('General"分"', 17.5, "17.5分", FRACTION),
    ("G/通用格式", 17.5, "17.5", FRACTION), ('"A"000', 7, "A007", ""),
    ('"2026"000', 7, "2026007", SHOWN),
    ("000-0000", 1234567, "123-4567", SHOWN), ("[Red]0.0", 1, "1.0", ""), ("[红色]0", 1, "1", ""),
    ("[$¥-804]0", 5, "¥5", ""), ("[>90]0;0.0", 91, "91", ""), ("[DBNum1]0", 17.5, "17.5", FRACTION),
    ("0;;", 0, "", SHOWN), ("0;;", -1, "", SHOWN), ("0;;;", 0, "", SHOWN), ("0;0", -5, "5", SHOWN),
    ("0_);(0)", -4, "(4)", ""), ("(0)", 4, "(4)", SHOWN), ("0,", 18000, "18", SHOWN),
    (ACCOUNT, 0, "-", SHOWN), (ACCOUNT, 1234.5, "1,234.50", FRACTION),
    ("# ?/?", 17.5, "17.5", FRACTION),
    ("0.00E+00", 1.3e17, "1.30E+17", FRACTION), ("0.00E+00", 15, "1.50E+01", FRACTION),
    ("0" * 300, 1, "1", ""), ("zz", 1, "1", ""), ("@", 1, "1", ""),
]  # fmt: skip
DATES = [
    ("yyyy/m/d", 46085, "2026/3/4", "2026-03-04"), ("m-d", 46085, "3-4", "2026-03-04"),
    ('yyyy"年"m"月"d"日"', 46085, "2026年3月4日", "2026-03-04"),
    ("yyyy年m月", 46085, "2026年3月", "2026-03-04"),
    ("yyyy.mm.dd", 46085, "2026.03.04", "2026-03-04"),
    ("d-mmm-yy", 46085, "4-Mar-26", "2026-03-04"), ("h:mm", 0.354, "8:29", "08:29:46"),
    ("h:mm:ss", 0.5, "12:00:00", "12:00:00"),
    ("m/d h:mm", 46085.5, "3/4 12:00", "2026-03-04 12:00:00"),
    ("AM/PM h:mm", 0.75, "PM 6:00", "18:00:00"), ("上午/下午h:mm", 0.75, "下午6:00", "18:00:00"),
    ("[h]:mm", 1.5, "1900-01-01 12:00:00", "1900-01-01 12:00:00"), ("aaaa", 46085, "46085", ""),
    ("[$-804]dddd", 46085, "2026-03-04", "2026-03-04"), ("yyyy/m/d", -1, "-1", "-1"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "number", "text", "oddity"), SHOWN_AS)
def test_a_number_in_its_format(code: str, number: float, text: str, oddity: str) -> None:
    cell = Formats().cell(number, code)
    assert (cell.text, cell.oddity) == (text, oddity)
    assert cell.stored == (f"{number:.15g}" if oddity else "")
    assert Formats().cell(repr(float(number)), code) == cell


@pytest.mark.parametrize(("code", "number", "text", "stored"), DATES)
def test_a_date_in_its_format(code: str, number: float, text: str, stored: str) -> None:
    assert Formats().cell(number, code) == Cell(text, DATE if stored else "", stored)


def test_the_days_may_begin_in_1904_and_1900_is_no_leap_year() -> None:
    assert Formats(from_1904=True).cell(1, "yyyy-m-d").text == "1904-1-2"
    assert [Formats().cell(day, "m-d").text for day in (1, 59, 61)] == ["1-1", "2-28", "3-1"]


@pytest.mark.parametrize("number", ["", "x", "nan", "inf", "1e999", "--1"])
def test_what_is_no_number_is_damage(number: str) -> None:
    with pytest.raises(Damaged):
        Formats().cell(number, "0")


@pytest.mark.parametrize("code", BUILT_IN.values())
def test_every_format_without_a_code_is_understood(code: str) -> None:
    assert Formats().cell(45, code).text


def test_the_formats_known_by_number_are_those_that_are_written() -> None:
    for number, code in ((1, "0"), (2, "0.00"), (3, "#,##0"), (9, "0%"), (10, "0.00%"), (49, "@")):
        assert BUILT_IN[number] == code
        assert xlsxwriter.format.Format({"num_format": code}).num_format == code


@pytest.mark.parametrize(
    ("text", "value"),
    [("17.5", 17.5), ("１８分", 18), ("1,234", 1234), ("95%", 0.95), ("(4)", -4), ("¥-3", -3),
     ("A007", 7), (".5", 0.5)],
)  # fmt: skip
def test_the_number_that_a_text_shows(text: str, value: float) -> None:
    assert float(value_of(text) or 0) == value


@pytest.mark.parametrize("text", ["", "-", "1-2", "3/4"])
def test_a_text_that_shows_no_number_or_two(text: str) -> None:
    assert value_of(text) is None or text == "1-2"


@given(st.text(st.sampled_from('0#?.,%;"\\_*[]@/ymdhsEe+-A分月GAMP() '), max_size=12),
       st.floats(allow_nan=False, allow_infinity=False))  # fmt: skip
def test_any_format_shows_any_number(code: str, number: float) -> None:
    cell = Formats().cell(number, code)
    assert cell.oddity or value_of(cell.text) is not None
