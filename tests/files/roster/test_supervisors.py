"""Supervisors are read by code or by name, however they are joined; none is passed over."""

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.roster.roster import understand_roster
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.sheets.book import Book, Sheet
from kaohe_tui.files.tables.doubts import Choices
from kaohe_tui.resources import shipped

SCHEME = read_scheme(shipped("sample_data") / "scheme.toml")[0]
ROWS = (
    ["编号", "姓名", "科室", "层级", "分管领导"],
    ["01", "陆建国", "", "主要负责人", ""],
    ["02", "沈玉兰", "", "分管领导", ""],
    ["03", "韩志强", "", "分管领导", ""],
    ["04", "李和平", "", "分管领导", ""],
)


def supervisors(cell: str) -> tuple[str, ...]:
    rows = [*map(list, ROWS), ["11", "周明", "办公室", "中层干部", cell]]
    book = Book("r.xlsx", [Sheet("花名册", rows)], "花名册")
    return understand_roster(book, SCHEME, Choices(is_accepted=True)).value["11"].supervisors


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("沈玉兰\\韩志强", "02 03"),
        ("沈玉兰和韩志强", "02 03"),
        ("沈玉兰及韩志强", "02 03"),
        ("沈玉兰与韩志强", "02 03"),
        ("沈玉兰  韩志强", "02 03"),
        ("沈玉兰　韩志强", "02 03"),
        ("沈玉兰+韩志强", "02 03"),
        ("沈玉兰|韩志强", "02 03"),
        ("沈玉兰。韩志强", "02 03"),
        ("沈玉兰 韩志强 李和平", "02 03 04"),
        ("02+03", "02 03"),
        ("02 03", "02 03"),
        ("02沈玉兰 03韩志强", "02 03"),
        ("沈玉兰(02) 韩志强(03)", "02 03"),
        ("沈玉兰副局长和韩志强副局长", "02 03"),
        ("李和平", "04"),
        ("李和平和沈玉兰", "04 02"),
        ("沈 玉 兰", "02"),
        ("沈玉兰, 韩 志强", "02 03"),
        ("沈玉兰 副局长", "02"),
        ("沈玉兰 党组成员 副局长", "02"),
        ("沈玉兰常务副局长", "02"),
    ],
)
def test_what_joins_supervisors_is_read_where_both_sides_are_somebody(
    cell: str, codes: str
) -> None:
    assert supervisors(cell) == tuple(codes.split())


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("沈玉兰和张三", "person-unknown"),
        ("沈玉兰-韩志强", "person-unknown"),
        ("沈玉兰韩志强", "person-unknown"),
        ("沈玉兰韩志强副局长", "person-unknown"),
        ("沈玉兰副局长和张三副局长", "person-unknown"),
        ("沈玉兰副局长 张三副局长", "person-unknown"),
        ("沈玉兰 张三副局长", "person-unknown"),
    ],
)
def test_where_somebody_would_be_passed_over_the_signs_between_people_are_named(
    cell: str, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        supervisors(cell)
    assert caught.value.code == code
    assert "; , 、 /" in str(caught.value)


@pytest.mark.parametrize("cell", ["02 韩志强", "沈玉兰 03"])
def test_a_code_and_another_persons_name_are_not_two_people(cell: str) -> None:
    with pytest.raises(Refusal) as caught:
        supervisors(cell)
    assert caught.value.code == "name-not-of-code"
