"""Words for roles get into a copy of a scheme, whatever the file is like, and all else stays."""

import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.scheme.copies import adding_roles
from kaohe_tui.files.scheme.copies.adding_roles import roles_toml, write_roles
from kaohe_tui.files.tables.words import folded, role_of
from tests.bureau import scheme_text
from tests.refused import refused

PLAIN = scheme_text()
HOSPITAL = (
    PLAIN
    + """\
[roles]
head = "院长"
middle = ["科主任", "护士长"]
"""
)
ASKED = {"护士长": Role.MIDDLE, "科主任": Role.MIDDLE, "院长": Role.HEAD}
"""What the app was told of words that it did not know."""


def write(folder: Path, text: str, name: str = "考核方案.toml") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_words_become_lines_of_toml() -> None:
    text = roles_toml(ASKED | {'甲"乙\\': Role.STAFF})
    assert text == (
        '[roles]\nhead = "院长"\nmiddle = ["护士长", "科主任"]\nstaff = "甲\\"乙\\\\"\n'
    )
    assert tomllib.loads(text)["roles"]["staff"] == '甲"乙\\'


def test_a_copy_has_the_words_and_the_file_stays_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, "# 县统计局\n" + PLAIN)
    copy = write_roles(path, ASKED)
    assert copy.name == "考核方案-2.toml"
    assert copy.parent == tmp_path
    assert path.read_bytes() == ("# 县统计局\n" + PLAIN).encode()
    assert copy.read_bytes().startswith(path.read_bytes())
    assert read_scheme(copy)[0].role_words == {
        Role.HEAD: ("院长",),
        Role.MIDDLE: ("护士长", "科主任"),
    }


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = write(tmp_path, PLAIN)
    (tmp_path / "考核方案-2.toml").write_text("mine")
    (tmp_path / "考核方案-3.toml").symlink_to(tmp_path / "nowhere")
    assert write_roles(path, ASKED).name == "考核方案-4.toml"
    assert (tmp_path / "考核方案-2.toml").read_text() == "mine"


EXTENDED = {Role.HEAD: ("院长",), Role.MIDDLE: ("主任", "护士长", "科主任")}


@pytest.mark.parametrize(
    "roles",
    [
        '[roles]\nmiddle = "主任"\n',
        '[roles]\nmiddle = "主任" # 科室\n# ] "主任"\n',
        "[roles] # ours\n  middle='主任'",
        '[ roles ]\nmiddle = ["主任"]  # [科室]\n',
        '[roles]\nmiddle = [\n  "主任", # 科室 ]\n]\n',
        '[roles]\nmiddle = ["主任",]\n',
        '["roles"]\n"middle" = ["主任"]\n',
        '[roles]\nmiddle = """主任"""\n',
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_that_is_there_is_extended_and_all_else_stays(
    tmp_path: Path, roles: str, end: str
) -> None:
    tail = "\n# the end\n[bars]\nabsence_days = 3\n"
    text = (PLAIN + roles + tail).replace("\n", end)
    copy = write_roles(write(tmp_path, text), ASKED)
    assert read_scheme(copy)[0].role_words == EXTENDED
    written = copy.read_bytes().decode()
    assert written.startswith(PLAIN.replace("\n", end))
    assert written.endswith(tail.replace("\n", end))
    assert written.replace(end, "").count("\n") == 0
    comments = [line for line in text.split(end) if "#" in line]
    assert all(line.partition("#")[2] in written for line in comments)


@pytest.mark.parametrize("roles", ['roles = { middle = "主任" }\n', 'roles.middle = ["主任"]\n'])
def test_roles_written_in_one_line_are_extended_too(tmp_path: Path, roles: str) -> None:
    copy = write_roles(write(tmp_path, roles + PLAIN), ASKED)
    assert read_scheme(copy)[0].role_words == EXTENDED
    assert copy.read_bytes().decode().endswith(PLAIN)


def test_words_that_are_known_already_change_nothing_in_the_copy(tmp_path: Path) -> None:
    path = write(tmp_path, HOSPITAL)
    copy = write_roles(path, {"护 士长": Role.MIDDLE, "中层干部": Role.MIDDLE})
    assert copy.read_bytes() == path.read_bytes()


def test_a_word_of_another_role_is_refused_and_nothing_written(tmp_path: Path) -> None:
    path = write(tmp_path, HOSPITAL)
    with refused("role-word-twice", word="护士长", role="middle"):
        write_roles(path, {"护士长": Role.STAFF})
    with refused("role-word-usual", word="一般人员", role="staff"):
        write_roles(path, {"一般人员": Role.HEAD})
    assert [each.name for each in tmp_path.iterdir()] == ["考核方案.toml"]


def test_a_file_in_gb18030_is_copied_in_utf8(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(PLAIN.encode("gb18030"))
    copy = write_roles(path, ASKED)
    assert copy.read_bytes().decode().startswith(PLAIN)
    assert read_scheme(copy)[0].role_words[Role.HEAD] == ("院长",)


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(b"\xef\xbb\xbf" + PLAIN.encode())
    assert write_roles(path, ASKED).read_bytes().startswith(path.read_bytes())


def test_a_file_that_does_not_end_its_last_line_is_extended(tmp_path: Path) -> None:
    copy = write_roles(write(tmp_path, PLAIN.rstrip("\n")), ASKED)
    assert read_scheme(copy)[0].role_words[Role.HEAD] == ("院长",)


def test_a_table_in_which_no_place_is_found_is_told_with_what_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding_roles, "_longer", lambda *_arguments: iter(()))
    path = write(tmp_path, HOSPITAL)
    with refused("roles-fixed", words='middle = ["科主任", "护士长", "主管"]'):
        write_roles(path, {"主管": Role.MIDDLE})
    assert [each.name for each in tmp_path.iterdir()] == ["考核方案.toml"]


@given(
    st.dictionaries(
        st.text("甲乙丙丁\"'\\[]{}#,= ab", min_size=1, max_size=6).map(str.strip).filter(bool),
        st.sampled_from(Role),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_the_words_the_copy_means_them(words: dict[str, Role]) -> None:
    known = {folded(word): role for word, role in words.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), PLAIN + '[roles]\nmiddle = ["主任"] # 科室\n')
        written = {word: known[folded(word)] for word in words}
        copy = read_scheme(write_roles(path, written))[0]
    assert all(role_of(word, copy.role_words) is role for word, role in written.items())
