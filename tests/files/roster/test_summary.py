"""Who is in a roster is said in a few lines."""

from dataclasses import replace

from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.files.roster.roster import read_roster
from kaohe_tui.files.roster.summary import summary
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.resources import shipped


def test_sections_that_are_not_named_are_counted_as_sections() -> None:
    scheme = read_scheme(shipped("sample_data") / "scheme.toml")[0]
    people = read_roster(shipped("sample_data") / "roster.csv", scheme)
    each_apart = Roster(
        tuple(replace(person, section=f"第{at}科") for at, person in enumerate(people))
    )
    [sentence] = [each for each in summary(each_apart, scheme) if "第0科" in each]
    assert "24 sections more" in sentence
