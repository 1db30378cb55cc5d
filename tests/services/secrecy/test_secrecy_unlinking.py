"""Names that older versions kept with the ballots of secret tiers are taken off, tier by tier."""

from kaohe_tui.services.counting import tallies
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import receipts
from kaohe_tui.services.tiers import steps
from kaohe_tui.store.record import records
from tests.bureau import key_ballot, planted, raters, scheme_text
from tests.services.conftest import MakeRoom
from tests.services.secrecy.test_secrecy import secret


def test_each_of_two_secret_tiers_of_an_older_version_keeps_its_own(make_room: MakeRoom) -> None:
    text = secret(scheme_text()).replace('key = "middle"', 'key = "middle"\nsecret = true', 1)
    room = make_room(text)
    for tier in ("peer", "middle"):
        steps.open_tier(room, "q1", tier)
        for number, rater in enumerate(raters(room, "q1", tier)):
            marks = (20 + number + 20 * (tier == "middle"), 30)
            key_ballot(room, ("q1", tier, rater), lambda _code, m=marks: m, hand_in=False)  # type: ignore[misc]
        with planted(room) as tx:
            tx.exec_driver_sql("UPDATE ballot SET state = 'handed_in'")
            tx.exec_driver_sql(f"UPDATE tier_step SET state = 'closed' WHERE key = '{tier}'")
            tx.exec_driver_sql("PRAGMA user_version=1")
        room.forget()
    with room.database.reading() as tx:
        before = tallies.standings_in(tx, room.period("q1"))
        marks_before = _marks_by_tier(room)
    entered = enter_room(room.database.path)
    assert entered.unlinked == 8 + 2
    with entered.database.reading() as tx:
        of_raters = "SELECT id FROM ballot WHERE rater_id IS NOT NULL"
        kept = f"SELECT count(*) FROM rating WHERE ballot_id IN ({of_raters})"
        assert tx.exec_driver_sql(kept).scalar_one() == 0
    with entered.database.reading() as tx:
        entries = [(e.action, e.tier, e.subject) for e in records.entries(tx)[-2:]]
        assert tallies.standings_in(tx, entered.period("q1")) == before
    assert entries == [("unlink", "peer", "8"), ("unlink", "middle", "2")]
    assert _marks_by_tier(entered) == marks_before
    assert len(receipts.posted(entered, "q1", "peer")) == 8
    assert len(receipts.posted(entered, "q1", "middle")) == 2
    entered.close()


def _marks_by_tier(room: Room) -> list[tuple[int, ...]]:
    """Which marks whom was given in which tier."""
    with room.database.reading() as tx:
        found = tx.exec_driver_sql(
            "SELECT tier_no, ratee_id, mark_0, mark_1 FROM rating"
            " JOIN ballot ON ballot.id = ballot_id ORDER BY 1, 2, 3, 4"
        ).all()
        return [tuple(row) for row in found]
