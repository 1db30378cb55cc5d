"""A file is taken or refused in a sentence, whatever is in it, and a refusal changes nothing.

A few of each kind; ``python -m benchmarks.reliability.fuzz`` tries many.
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe_tui.domain.text import LONGEST, clean, harmless, harmless_line
from kaohe_tui.store.database import connections
from tests.files.fuzzing import EDITS, JUNK, Bureau, Edit, bureau, edited, edited_inside
from tests.files.refusals import refusal_of

KINDS = (
    "scheme", "roster", "roster workbook", "ballots", "ballots workbook", "form", "adjustments",
    "tasks", "theme", "settings", "database",
)  # fmt: skip
_SLOW = ("roster workbook", "ballots workbook", "form")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    with pytest.MonkeyPatch.context() as patched:
        pragmas = [p for p in connections.PRAGMAS if not p.startswith("synchronous")]
        patched.setattr(connections, "PRAGMAS", (*pragmas, "synchronous=OFF"))
        with bureau(tmp_path_factory.mktemp("fuzz")) as made:
            yield made


def test_every_kind_is_tried(desk: Bureau) -> None:
    assert tuple(desk.kinds()) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_the_good_one_is_taken_and_junk_is_not(desk: Bureau, kind: str) -> None:
    this = desk.kinds()[kind]
    assert desk.attempt(this, this.good) is None
    for junk in (b"\x00" * 50, b"\xff\xfe\x00", b"PK\x03\x04" * 9):
        assert desk.attempt(this, junk) is not None or kind == "settings"


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_file_is_taken_or_refused(desk: Bureau, kind: str) -> None:
    this = desk.kinds()[kind]

    @settings(
        max_examples=15 if kind in _SLOW else 60,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(EDITS, st.integers(0, 200), st.booleans())
    def tried(edits: list[Edit], part: int, inside: bool) -> None:
        whole = not (this.is_zip and inside)
        changed = edited(this.good, edits) if whole else edited_inside(this.good, part, edits)
        desk.attempt(this, changed)

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(JUNK)
    def junk(data: bytes) -> None:
        desk.attempt(this, data)

    tried()
    junk()


@given(st.text())
def test_any_text_is_kept_harmless_or_refused(text: str) -> None:
    assert harmless(harmless(text)) == harmless(text)
    assert "\n" not in harmless_line(text)
    told = refusal_of(lambda: clean(text))
    shown = clean(text) if told is None else told
    assert harmless_line(shown) == shown
    assert len(shown) <= LONGEST
