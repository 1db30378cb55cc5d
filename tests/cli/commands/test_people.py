"""The commands that put the roster of an opened period right."""

from pathlib import Path

from tests.cli.conftest import Kaohe, ballots, done, refused

Q1 = ("--period", "q1")
NEW = ("--name", "新来的", "--section", "甲科", "--role", "一般人员", "--supervisors", "l1")


def test_a_missing_person_is_added(tmp_path: Path, year: Kaohe) -> None:
    rows = [["peer", "s1", ratee, "50", "30", ""] for ratee in ("m1", "m2", "s2", "s3", "s4")]
    done(year("import", ballots(tmp_path / "s1.csv", rows), *Q1))
    looked = done(year("person-add", "s5", *Q1, *NEW, "--check"))
    assert "互评: 新来的 is rated by 马科长, 牛科长, 王芳 s1, 赵四 and others, 6 in all." in looked
    assert "互评: 1 ballot that is in lacks a rating (王芳 s1)" in looked
    assert "changes alike: 二季度" in looked
    assert looked.endswith("Nothing was changed.\n")
    told = done(year("person-add", "s5", *Q1, *NEW, "--reason", "漏列"))
    assert told.endswith("新来的 is added to the roster of 一季度.\n")
    assert refused(year("person-add", "s5", *Q1, *NEW, "--reason", "漏列")).endswith(
        "新来的 (s5) is in the roster of 一季度 already; use person-change."
    )
    done(year("verify"))


def test_a_wrong_line_is_put_right(tmp_path: Path, year: Kaohe) -> None:
    rows = [["peer", "s1", ratee, "50", "30", ""] for ratee in ("m1", "s2")]
    done(year("import", ballots(tmp_path / "s1.csv", rows), *Q1))
    told = refused(year("person-change", "赵四", *Q1, "--role", "leader", "--reason", "写错"))
    assert "互评: 1 rating that was given is taken off" in told
    assert told.endswith("Confirm with --drop-ratings.")
    words = ("person-change", "s2", *Q1, "--role", "leader", "--reason", "写错", "--drop-ratings")
    told = done(year(*words))
    assert told.endswith("The line of 赵四 in the roster of 一季度 is put right.\n")
    assert "changed the line of 赵四 (s2) in the roster of 一季度" in done(year("record"))
    done(year("verify"))


def test_a_section_that_looks_like_another_is_named(year: Kaohe) -> None:
    look = "“甲一科” and “甲科” look alike but count as two sections"
    new = (*NEW[:3], "甲一科", *NEW[4:])
    assert look in done(year("person-add", "s5", *Q1, *new, "--check"))
    changed = ("person-change", "s2", *Q1, "--section")
    assert look in done(year(*changed, "甲一科", "--check"))
    assert "look alike" not in done(year(*changed, "乙科", "--check"))
    # Written with a blank it is the section that is there.
    assert "says that of 赵四 already" in refused(year(*changed, "甲 科", "--check"))


def test_what_was_typed_wrongly_is_named(year: Kaohe) -> None:
    why = ("--reason", "写错")
    assert "Role: “局长” is not a role" in refused(
        year("person-change", "s2", *Q1, "--role", "局长", *why)
    )
    assert "Nobody in the roster has the code or the name “x9”" in refused(
        year("person-change", "s2", *Q1, "--supervisors", "x9", *why)
    )
    assert refused(year("person-add", "s9", *Q1, *why)).endswith("Name: This must not be empty.")
    assert year("person-add", "s9", *Q1).returncode == 2


def test_a_namesake_is_told_apart_and_what_is_corrected_is_told(year: Kaohe) -> None:
    """s1 and s3 are both 王芳."""
    namesake = ("--name", "赵四", *NEW[2:])
    looked = done(year("person-add", "s5", *Q1, *namesake, "--check"))
    assert "Somebody of that name is in the roster already: 赵四 (s2 甲科)." in looked
    assert "互评: 赵四 s5 is rated by" in looked
    told = done(year("person-add", "s5", *Q1, *namesake, "--reason", "漏列"))
    assert told.endswith("赵四 s5 is added to the roster of 一季度.\n")
    why = ("--reason", "写错")
    told = done(year("person-change", "s1", *Q1, "--role", "middle", "--section", "乙科", *why))
    assert told.startswith("Section: 甲科 → 乙科\nRole: staff → middle managers\n")
    assert "already" not in told
    assert told.endswith("The line of 王芳 s1 in the roster of 一季度 is put right.\n")
    looked = done(year("person-change", "m1", *Q1, "--name", "王芳", "--check"))
    assert "is in the roster already: 王芳 (s1 乙科), 王芳 (s3" in looked
    told = refused(year("person-change", "s1", *Q1, "--role", "middle", *why))
    assert told.endswith("says that of 王芳 s1 already.")


def test_it_has_to_be_said_who_somebody_is(tmp_path: Path, year: Kaohe) -> None:
    """s2 is rated: the code is theirs for the year."""
    rows = [["peer", "s1", "s2", "50", "30", ""]]
    done(year("import", ballots(tmp_path / "s1.csv", rows), *Q1))
    renamed = ("person-change", "s2", *Q1, "--name", "新来的")
    assert (
        "? code s2 was 赵四 and is now 新来的: for the same person add --same s2; another"
        in done(year(*renamed, "--check"))
    )
    why = ("--reason", "写错")
    told = refused(year(*renamed, *why, "--new", "s2"))
    assert "another person needs a code that nobody had this year" in told
    assert "code s2 was 赵四" in refused(year(*renamed, *why))
    assert "changed the line" not in done(year("record"))
    assert "Name: 赵四 → 新来的" in done(year(*renamed, *why, "--same", "s2"))
    done(year("verify"))
