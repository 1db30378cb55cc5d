"""Keep the contents of a ballot in an entry of the record, before they may change.

Texts are compact JSON; people stand in them by their codes, marks in tenths of a point. Nothing of
a secret tier is ever kept so.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Parts = Mapping[str, Mapping[int, Mapping[int, int]]]
"""Ratee's code -> the indicator's place -> the part's place -> its points."""
Brought = Mapping[str, Mapping[str, Sequence[str]]]
"""Tier's key -> rater's code -> ratees whose ratings a file added to a ballot handed in before;
empty for a ballot that the file itself handed in."""


@dataclass(frozen=True, slots=True)
class Content:
    """A ballot's marks and abstentions, by ratee's code."""

    marks: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    """Ratee's code -> marks in the indicators' order, in tenths of a point; None: no mark."""
    abstained: frozenset[str] = frozenset()
    """Codes of the ratees the rater abstains on."""
    parts: Parts = field(default_factory=dict)
    """The points of parts, where indicators are keyed part by part."""

    def without(self, ratees: Iterable[str]) -> "Content":
        """Return the contents without these ratees."""
        left_out = frozenset(ratees)
        marks = {code: tenths for code, tenths in self.marks.items() if code not in left_out}
        parts = {code: places for code, places in self.parts.items() if code not in left_out}
        return Content(marks, self.abstained - left_out, parts)


NOTHING: Final = Content()
"""The contents of an empty ballot."""


def write(ballots: Mapping[str, Content]) -> str:
    """Write ballots by their raters' codes; empty text for none."""
    return _json({rater: _plain(each) for rater, each in ballots.items()}) if ballots else ""


def read(text: str) -> dict[str, Content]:
    """Read the ballots that ``write`` wrote.

    Raises:
        ValueError: when it is another text, say one of an older kaohe.
    """
    try:
        return {rater: _content(each) for rater, each in _object(text).items()}
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(text) from error


def write_brought(brought: Brought) -> str:
    """Write the ballots a file handed in and the ratings it added; empty text for none."""
    return _json(brought) if brought else ""


def read_brought(text: str) -> Brought:
    """Read what ``write_brought`` wrote.

    Raises:
        ValueError: when it is another text.
    """
    try:
        return {t: {r: tuple(a) for r, a in raters.items()} for t, raters in _object(text).items()}
    except (AttributeError, TypeError) as error:
        raise ValueError(text) from error


def _plain(content: Content) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    if content.marks:
        plain["marks"] = {code: list(marks) for code, marks in content.marks.items()}
    if content.abstained:
        plain["abstained"] = sorted(content.abstained)
    if content.parts:
        plain["parts"] = {
            code: {str(place): points for place, points in places.items()}
            for code, places in content.parts.items()
        }
    return plain


def _content(plain: Mapping[str, Any]) -> Content:
    marks = {code: tuple(values) for code, values in plain.get("marks", {}).items()}
    parts = {
        code: {
            int(place): {int(part): points for part, points in marks_of.items()}
            for place, marks_of in values.items()
        }
        for code, values in plain.get("parts", {}).items()
    }
    return Content(marks, frozenset(plain.get("abstained", ())), parts)


def _json(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _object(text: str) -> dict[str, Any]:
    if not text:
        return {}
    try:
        plain = json.loads(text)
    except RecursionError as error:
        raise ValueError(text) from error
    if not isinstance(plain, dict):
        raise ValueError(text)
    return plain
