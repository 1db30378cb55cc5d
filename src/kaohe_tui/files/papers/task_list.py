"""Make the list of yearly tasks to post (张榜公示): one HTML page that prints on A4.

Everything that comes from people is escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from kaohe_tui import words
from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.tasks.steps import until
from kaohe_tui.domain.tasks.task import Declaration, Task
from kaohe_tui.words import _, join_sentences

_STYLE = """
@page { size: A4; margin: 18mm 15mm; }
body { font-family: "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; color: #000;
  background: #fff; max-width: 180mm; margin: 0 auto; font-size: 10.5pt; line-height: 1.45; }
h1 { font-size: 18pt; text-align: center; margin: 0 0 2mm; }
p.under { text-align: center; margin: 0 0 6mm; }
h2 { font-size: 12pt; margin: 6mm 0 1.5mm; break-after: avoid; }
h2 small { font-weight: normal; font-size: 10pt; }
table { border-collapse: collapse; width: calc(100% - 1mm); margin: 0 0.5mm; table-layout: fixed; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
tr.sum { break-before: avoid; }
th, td { border: 0.3mm solid #000; padding: 1mm 1.5mm; vertical-align: top; text-align: left;
  overflow-wrap: anywhere; }
th { text-align: center; }
td.number { text-align: right; white-space: nowrap; }
p.foot { margin-top: 6mm; break-inside: avoid; }
"""
_WIDTHS = (6, 21, 21, 22, 21, 9)
"""The columns' widths in per cent of the page."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One person on the list."""

    person: Person
    """The person whose tasks these are."""
    declaration: Declaration
    """The tasks as declared, with their state and the day they were posted."""


def task_list(scheme: Scheme, listed: Sequence[Listed]) -> str:
    """Return the list as one whole HTML page.

    Args:
        scheme: gives name, days of the notice, and where to object.
        listed: the people in the order of the list, each with the tasks.
    """
    title = _("Yearly tasks")
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{words.language().replace("_", "-")}">',
        '<head><meta charset="utf-8">',
        f"<title>{escape(scheme.name)} {escape(title)}</title>",
        f"<style>{_STYLE}</style></head>",
        "<body>",
        f"<h1>{escape(title)}</h1>",
        f'<p class="under">{escape(scheme.name)}</p>',
        *(_person(each, scheme.notice.days) for each in listed),
        f'<p class="foot">{escape(_foot(scheme))}</p>',
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _person(listed: Listed, days: int) -> str:
    person, declaration = listed.person, listed.declaration
    name = " ".join(part for part in (person.code, person.name, person.section) if part)
    last = until(declaration, days)
    note = declaration.state.label
    if last is not None:
        note = _("{state}, posted {posted}, until {until}").format(
            state=note, posted=declaration.posted_on, until=last.isoformat()
        )
    headings = (_("No."), _("Task"), _("Target"), _("Measures"), _("Standard"), _("Worth"))
    columns = "".join(f'<col style="width:{width}%">' for width in _WIDTHS)
    cells = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    rows = "\n".join(_row(number, task) for number, task in enumerate(declaration.tasks, 1))
    total = f'<td colspan="5">{escape(_("Sum"))}</td><td class="number">'
    total += f"{points(declaration.points)}</td>"
    return (
        f"<h2>{escape(name)} <small>{escape(note)}</small></h2>\n"
        f"<table><colgroup>{columns}</colgroup><thead><tr>{cells}</tr></thead>\n"
        f'<tbody>\n{rows}\n<tr class="sum">{total}</tr>\n</tbody></table>'
    )


def _row(number: int, task: Task) -> str:
    texts = (task.title, task.target, task.measures, task.standard)
    cells = "".join(f"<td>{escape(text)}</td>" for text in texts)
    return (
        f'<tr><td class="number">{number}</td>{cells}'
        f'<td class="number">{points(task.points)}</td></tr>'
    )


def _foot(scheme: Scheme) -> str:
    sentence = _(
        "The list is posted for {days} calendar days, not counting the day of posting. "
        "Objections are accepted until the end of the last day."
    ).format(days=scheme.notice.days)
    if not scheme.notice.contact:
        return sentence
    where = _("Where to object: {contact}").format(contact=scheme.notice.contact)
    return join_sentences((sentence, where))
