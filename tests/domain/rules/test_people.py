"""Two people of one name are told apart by their codes, whoever else is there."""

from kaohe_tui.domain.rules.people import Person, Role, Roster, called, shared_names


def person(code: str, name: str) -> Person:
    return Person(code, name, "办公室", Role.STAFF)


ROSTER = Roster((person("05", "王伟"), person("06", "郑洁"), person("07", "王 伟")))


def test_namesakes_carry_their_codes_and_nobody_else() -> None:
    assert [ROSTER.called(each) for each in ROSTER] == ["王伟 05", "郑洁", "王 伟 07"]


def test_who_is_alone_with_a_name_is_called_by_it() -> None:
    assert shared_names(ROSTER.people[:2]) == frozenset()
    assert called(ROSTER["05"], frozenset()) == "王伟"


def test_dots_and_spaces_make_no_other_name() -> None:
    two = Roster((person("1", "买买提·艾力"), person("2", "买买提 • 艾力")))
    assert [two.called(each)[-2:] for each in two] == [" 1", " 2"]
