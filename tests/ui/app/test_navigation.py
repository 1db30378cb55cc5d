"""Which screen comes next: every place has its screen, and the app is the host that screens ask."""

import subprocess
import sys
from pathlib import Path

import pytest

from kaohe_tui.ui.app.app import KaoheApp
from kaohe_tui.ui.app.navigation import SCREENS, screen_class
from kaohe_tui.ui.frame.host import Host, Place
from kaohe_tui.ui.frame.screen import KaoheScreen


@pytest.mark.parametrize("place", Place)
def test_a_place_has_a_screen(place: Place) -> None:
    """Found by name, so that nothing but this would miss one that was renamed."""
    assert issubclass(screen_class(place), KaoheScreen)


def test_no_screen_stands_for_two_places() -> None:
    assert len(set(SCREENS.values())) == len(Place)


def test_the_app_knows_the_screens_but_has_not_loaded_them() -> None:
    """Start-up is felt: only what is shown at once is imported with the app."""
    program = "import kaohe_tui.ui.app.app, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    loaded = done.stdout.split()
    assert "kaohe_tui.ui.screens.start.opening" in loaded
    assert [m for m, _name in SCREENS.values() if f"kaohe_tui.ui.screens.{m}" in loaded] == []


def test_the_app_is_the_host_of_its_screens(tmp_path: Path) -> None:
    """Its types are held by mypy; a cast gives it to the screens, which would hide a gap."""
    host: Host = KaoheApp(tmp_path / "none.db")
    members = [name for base in Host.__mro__ for name in vars(base) if not name.startswith("_")]
    assert [name for name in members if not hasattr(type(host), name)] == []
