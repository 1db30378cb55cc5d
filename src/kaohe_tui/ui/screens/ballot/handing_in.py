"""Ask what handing a ballot in needs: the total on the paper, and a deliberate yes."""

from collections.abc import Callable

from kaohe_tui.domain.ballot.limits import ratings_of
from kaohe_tui.domain.paper.double_entry import parse_total
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.tiers import Entry, Tier
from kaohe_tui.domain.text import few
from kaohe_tui.services.ballots.handing_in import check_limits
from kaohe_tui.services.ballots.open_ballot import OpenBallot
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.words import _, _n


async def total_on_paper(
    app: Host, tier: Tier, rater: Person, check: Callable[[int], None]
) -> int | None:
    """Ask for the total on the paper, where the tier wants it; return None after Esc.

    Args:
        app: the app.
        tier: the tier.
        rater: whose form it is.
        check: refuses a total that is not the sum of the marks, where it is typed.
    """
    if not tier.control_total:
        return None
    question = _("Which total is written on {name}'s form?").format(name=_called(app, rater))
    consequences = [_("It should equal the sum of all marks on the ballot.")]
    answer = await app.push_screen_wait(
        Ask(question, consequences=consequences, take=lambda text: check(parse_total(text)))
    )
    return None if answer is None else parse_total(answer)


def confirmation(app: Host, ballot: OpenBallot) -> Confirm:
    """Make the question whether a ballot is handed in, naming what is missing.

    Raises:
        Refusal: when it breaks a limit of the tier, and is not voided for that.
    """
    ratings = ratings_of(ballot.sheet.rows)
    void = check_limits(ballot.period_room, ballot.tier, ballot.rater, ratings)
    missing = len(ballot.sheet.missing())
    rated, owed = ballot.sheet.counts()
    consequences = [_("{rated} of {owed} people are rated.").format(rated=rated, owed=owed)]
    if missing:
        names = [_called(app, row.ratee) for row in ballot.sheet.missing()]
        consequences.append(
            _n(
                "{count} rating is missing and stays outstanding: {names}",
                "{count} ratings are missing and stay outstanding: {names}",
                missing,
            ).format(count=missing, names=few(names, 12))
        )
    if void:
        consequences.append(_("{why} It is then void and counts for nobody.").format(why=void))
    consequences.append(_("Once handed in, the rater can no longer change it."))
    if ballot.tier.secret:
        consequences.append(_("It then loses its name: nobody can give it back or void it."))
        if missing:
            consequences.append(_("Incomplete now, it cannot be completed later."))
    if ballot.tier.entry is Entry.DOUBLE:
        consequences.append(
            _(
                "It counts if it is the same as the first entry; otherwise a third person "
                "resolves the differences."
            )
            if ballot.is_second
            else _("It counts once a second person has entered the same.")
        )
    question = _("Hand in {name}'s ballot?").format(name=_called(app, ballot.rater))
    return Confirm(question, consequences, _("hand in"))


def _called(app: Host, person: Person) -> str:
    return app.room.period(app.period).roster.called(person)
