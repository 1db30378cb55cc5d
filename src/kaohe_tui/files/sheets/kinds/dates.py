"""Show a number of days as the date or the time that its cell's format makes of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kaohe_tui.files.sheets.kinds.format_codes import Token

_LAST_DAY = 2_958_466
"""The number of the day after the last one."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(value: float, *, from_1904: bool) -> datetime | None:
    """Return the moment that a number of days stands for; None where there is none."""
    if not 0 <= value < _LAST_DAY:
        return None
    # Excel takes 1900 for a leap year.
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31 if value < 60 else 30)
    return first + timedelta(seconds=round(value * 86400))


def iso(when: datetime, value: float) -> str:
    """Return a moment as ISO writes it; only the time where the number is of no whole day."""
    if value < 1:
        return when.time().isoformat()
    return when.date().isoformat() if when.time() == datetime.min.time() else str(when)


def dated(tokens: Sequence[Token], when: datetime) -> str:
    """Return a moment by a format of dates; empty where it has what is not known."""
    if any(token.kind not in ("clock", "noon", "text", "slash") for token in tokens):
        # What Excel shows of "m.d" are points, of "m,d" commas.
        tokens = [Token("text", t.text) if t.kind in ("point", "comma") else t for t in tokens]
    clocks = [at for at, token in enumerate(tokens) if token.kind == "clock"]
    noon = any(token.kind == "noon" for token in tokens)
    shown = []
    for at, token in enumerate(tokens):
        if token.kind == "clock":
            where = clocks.index(at)
            before = tokens[clocks[where - 1]].text if where else ""
            after = tokens[clocks[where + 1]].text if where + 1 < len(clocks) else ""
            is_minute = before.lower().startswith("h") or after.lower().startswith("s")
            part = _part(token.text.lower(), when, is_minute=is_minute, noon=noon)
            if part is None:
                return ""
            shown.append(part)
        elif token.kind == "noon":
            morning, evening = ("上午", "下午") if "上" in token.text else ("AM", "PM")
            shown.append(morning if when.hour < 12 else evening)
        elif token.kind in ("text", "slash"):
            shown.append(token.text)
        else:
            return ""
    return "".join(shown).strip()


def _part(sign: str, when: datetime, *, is_minute: bool, noon: bool) -> str | None:
    """Return a part of a date or a time; None where the sign is not known."""
    hour = (when.hour - 1) % 12 + 1 if noon else when.hour
    parts = {
        "yy": f"{when.year % 100:02}", "yyyy": f"{when.year:04}", "d": f"{when.day}",
        "dd": f"{when.day:02}", "h": f"{hour}", "hh": f"{hour:02}", "s": f"{when.second}",
        "ss": f"{when.second:02}", "m": f"{when.minute if is_minute else when.month}",
        "mm": f"{when.minute if is_minute else when.month:02}", "mmm": _MONTHS[when.month - 1],
    }  # fmt: skip
    return parts.get(sign)
