"""Before a tier is closed it is said for whom it will not count."""

from pathlib import Path

from kaohe_tui.files.papers.rule import rule
from kaohe_tui.files.papers.sheets import person_sheet_html
from kaohe_tui.services.counting.board import Board
from kaohe_tui.services.counting.too_few import too_few
from kaohe_tui.services.public.dossier import dossier
from kaohe_tui.services.tiers import steps
from kaohe_tui.words import use_language
from tests.bureau import even, key_ballot, new_room, scheme_text


def _scheme(reveal: str = "tier") -> str:
    return scheme_text(reveal=reveal).replace(
        'key = "middle"', 'key = "middle"\nmin_ratings = 2', 1
    )


def test_it_names_whoever_has_too_few_by_what_is_in(tmp_path: Path) -> None:
    use_language("en")
    room = new_room(tmp_path, _scheme())
    assert too_few(room, "q1", "middle") == ""
    steps.open_tier(room, "q1", "middle", out_of_order=True)
    key_ballot(room, ("q1", "middle", "m1"))
    key_ballot(room, ("q1", "middle", "m2"), lambda code: None if code == "s2" else even(code))
    told = "中层干部评分 does not count for 1 person with fewer than 2 ratings: 孙红."
    assert too_few(room, "q1", "middle") == told
    assert too_few(room, "q1", "peer") == ""
    steps.close_tier(room, "q1", "middle")
    assert too_few(room, "q1", "middle") == told
    assert Board(room, "q1").standings.row("s2").review.score is None
    assert Board(room, "q1").standings.row("s1").review.score == 80


def test_the_sheet_and_the_notice_say_so(tmp_path: Path) -> None:
    use_language("en")
    room = new_room(tmp_path, _scheme("row"))
    steps.open_tier(room, "q1", "middle", out_of_order=True)
    key_ballot(room, ("q1", "middle", "m1"))
    steps.close_tier(room, "q1", "middle", "出差")
    told = "“中层干部评分” has 1 rating, and needs 2 to count: it is left out of both sums."
    whole = dossier(room, "q1")
    assert told in person_sheet_html(whole, "s1")
    sentences = rule(whole.scheme, None)
    assert "“中层干部评分” counts for those who have at least 2 ratings in it." in sentences
