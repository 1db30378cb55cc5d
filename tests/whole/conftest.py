"""Databases made once and copied, and a desk at each."""

import shutil
from pathlib import Path

import pytest

from kaohe_tui.services.database import starting
from kaohe_tui.services.tiers import steps
from tests.prepared import demo_copy
from tests.whole.desk import Desk
from tests.whole.small_office import office_files


@pytest.fixture(scope="session")
def bureau_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small bureau with its first tier open."""
    folder = tmp_path_factory.mktemp("bureau")
    room = starting.new_year(folder / "year.db", *office_files(folder))
    steps.open_tier(room, "q1", "peer")
    room.close()
    return folder / "year.db"


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample bureau in the middle of a meeting."""
    return demo_copy(tmp_path_factory.mktemp("demo") / "demo.db")


@pytest.fixture
def desk(tmp_path: Path, bureau_made: Path) -> Desk:
    """A desk with the small bureau, its first tier open."""
    return Desk(tmp_path, Path(shutil.copy(bureau_made, tmp_path / "year.db")))


@pytest.fixture
def sample_desk(tmp_path: Path, demo_made: Path) -> Desk:
    """A desk with the sample bureau."""
    return Desk(tmp_path, Path(shutil.copy(demo_made, tmp_path / "demo.db")))


@pytest.fixture
def bare_desk(tmp_path: Path) -> Desk:
    """A desk where there is no database yet."""
    return Desk(tmp_path, tmp_path / "data" / "kaohe" / "kaohe.db")
