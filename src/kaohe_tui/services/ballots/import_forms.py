"""Take a form that a rater filled in: check that it belongs to the period as it stands."""

from collections.abc import Sequence

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.pairs import ratees_of
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.ballots.cells.marks import Asked
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.forms.read import FilledForm, FormBallots
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.words import N_


def ballots_of_form(period_room: PeriodRoom, form: FilledForm) -> FormBallots:
    """Return the ratings of a form.

    Raises:
        Refusal: when it does not belong to the period as it stands.
    """
    head = form.head
    if head.period != period_room.key:
        raise in_file(
            form.file,
            "form-of-other-period",
            N_("This form is of the period “{other}”, not of “{period}”."),
            other=head.period,
            period=period_room.key,
        )
    if head.scheme != period_room.scheme_fingerprint:
        raise in_file(
            form.file,
            "form-of-other-scheme",
            N_("This form was made under another scheme; export new forms and fill one in."),
        )
    try:
        period_room.steps.check_scoring(head.tier)
    except Refusal as refusal:
        raise refusal.at(shown(form.file)) from refusal
    tier = period_room.scheme.tier(head.tier)
    asked: tuple[Person, ...] = ()
    if head.rater in period_room.roster:
        _check_rater(form, period_room.roster[head.rater])
        rater, recused = period_room.roster[head.rater], period_room.recused_in(tier.key)
        asked = ratees_of(period_room.scheme, tier, period_room.roster, rater, recused)
    if not asked:
        raise in_file(
            form.file,
            "rater-not-expected",
            N_("In {tier} no ballot is expected from “{code}”."),
            tier=tier.name,
            code=head.rater,
        )
    return _ballots(period_room, form, tier, asked)


def _ballots(
    period_room: PeriodRoom, form: FilledForm, tier: Tier, people: Sequence[Person]
) -> FormBallots:
    """Return the ratings of a form; of each person the columns of others are to be empty."""
    columns = period_room.forms.together(tier, people).indicators
    forms = {each.code: period_room.forms.of(tier, each) for each in people}
    asked = {
        code: Asked(own, tuple(each for each in columns if each not in own.indicators))
        for code, own in forms.items()
    }
    return FormBallots(form, asked, columns, {each.code: each.name for each in people})


def _check_rater(form: FilledForm, rater: Person) -> None:
    """Refuse a form on which another rater's name was written by hand."""
    if form.rater and name_key(rater.name) not in name_key(form.rater):
        raise in_file(
            form.file,
            "form-of-other-rater",
            N_(
                "It is the form of {name} ({code}), but its second line says “{other}”; fill in "
                "the form of the right rater."
            ),
            name=rater.name,
            code=rater.code,
            other=shown(form.rater),
        )
