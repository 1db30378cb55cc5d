"""Acknowledge what something other than kaohe changed, with a supervisor's reason.

From then on the current data is what counts; the record keeps what did not match, and who
acknowledged it.
"""

from collections.abc import Sequence

from kaohe_tui.commandline import command_line
from kaohe_tui.domain.access import duties
from kaohe_tui.domain.access.duties import Duty, OperatorState
from kaohe_tui.domain.record.course import Course
from kaohe_tui.domain.record.events import Acknowledged
from kaohe_tui.domain.record.things import Finding, key
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import clean, few
from kaohe_tui.services.integrity import verifying
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.database.engine import Transaction
from kaohe_tui.store.seals import chain, seals, sums
from kaohe_tui.words import N_, _


def to_acknowledge(room: Room) -> tuple[str, ...]:
    """Return what ``acknowledge`` would acknowledge now, a sentence each; change nothing.

    Raises:
        Refusal: as ``acknowledge`` does.
    """
    with room.database.reading() as tx:
        room.keyboard.check(tx, duties.ACKNOWLEDGING)
        _check_supervisor(room, verifying.followed(tx))
    return tuple(each.sentence for each in _findings(room))


def acknowledge(room: Room, reason: str, seen: Sequence[str] | None = None) -> tuple[str, ...]:
    """Acknowledge everything that ``verify`` finds now, but damage to the file or the chain.

    Args:
        room: the person acting has to be a supervisor, by the record too; where the record knows
            none, a host; where it knows no operators, anybody.
        reason: what was found out about it; kept in the record.
        seen: the sentences that ``to_acknowledge`` showed before the deliberate yes; None where
            nobody was asked.

    Returns:
        What was acknowledged, a sentence each.

    Raises:
        Refusal: when no reason is given, all holds, only the file or the chain is damaged, the
            findings are other than those seen, or the person acting may not do it.
    """
    reason = clean(reason)
    if not reason:
        raise Refusal(
            "reason-missing",
            N_("Acknowledging needs a reason: what was changed, by whom, and why."),
        )
    with room.acting(checked=False) as tx:
        room.keyboard.check(tx, duties.ACKNOWLEDGING)
        _check_supervisor(room, verifying.followed(tx))
        findings = _findings(room)
        sentences = tuple(each.sentence for each in findings)
        if seen is not None and sentences != tuple(seen):
            raise Refusal(
                "changed-meanwhile",
                N_("Something else was changed in the meantime: review all of it again."),
            )
        for finding in findings:
            _seal(tx, finding)
        things = tuple((*each.thing, each.found) for each in findings)
        room.note(tx, Acknowledged(things=things, reason=reason))
    return sentences


def consequence() -> str:
    """Return the sentence on what acknowledging brings."""
    return _(
        "From now on the current data is what counts. This cannot be undone: the record "
        "permanently shows what did not match, who acknowledged it and why, and documents of the "
        "results say so."
    )


def _findings(room: Room) -> list[Finding]:
    """Return what can be acknowledged.

    Raises:
        Refusal: when there is nothing.
    """
    findings = [each for each in verifying.verify(room).found if each.thing]
    if not findings:
        raise Refusal(
            "nothing-to-acknowledge",
            N_("Nothing can be acknowledged: see “{command}”."),
            command=command_line("verify"),
        )
    return findings


def _check_supervisor(room: Room, course: Course) -> None:
    """Refuse a person whom the record, too, does not know as a supervisor.

    The table of operators may be the very thing that was changed.
    """
    known = {
        thing[1]: where.partition(" ")[0]
        for thing, where in course.stands.items()
        if thing[0] == "operator" and where.endswith(OperatorState.ACTIVE)
    }
    if not known:
        return
    able = Duty.SUPERVISOR if Duty.SUPERVISOR in known.values() else Duty.HOST
    names = [name for name, duty in known.items() if duty == able]
    who = room.keyboard.operator
    if (
        who is None
        or course.stands.get(key("operator", who.name)) != f"{able} {OperatorState.ACTIVE}"
    ):
        raise Refusal(
            "supervisor-needed",
            N_(
                "According to the record, only these people may acknowledge it: {names}. Sign in "
                "as one of them."
            ),
            names=few(names),
        )


def _seal(tx: Transaction, finding: Finding) -> None:
    """Seal what is there now, so that it holds from now on."""
    match finding.thing:
        case ("table" | "sealed", name):
            chain.seal(tx, {name: finding.found})
        case ("said", ballot):
            chain.seal(tx, {seals.ballot_name(int(ballot)): finding.found})
        case ("sum", ballot) if not finding.found:
            sums.drop(tx, [int(ballot)])
        case ("sum", ballot):
            sums.put(tx, int(ballot), int(finding.found))
        case _:
            # The record is followed from what was found: see ``domain.record.course``.
            pass
