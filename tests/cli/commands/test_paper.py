"""The commands of paper forms."""

import json
from pathlib import Path

import pytest

from kaohe_tui.domain.paper.double_entry import Side
from kaohe_tui.services.paper import settling
from kaohe_tui.services.tiers import steps
from tests.bureau import new_room
from tests.cli.conftest import Kaohe, done, refused
from tests.services.keyed_twice import FIRST, S1, SECOND, act_as, double_scheme, key_as

OF_PEER = ("peer", "--period", "q1")


@pytest.fixture
def bureau(tmp_path: Path) -> None:
    """A bureau whose first tier is keyed twice, with one ballot compared."""
    room = new_room(tmp_path, double_scheme())
    steps.open_tier(room, "q1", "peer")
    key_as(room, FIRST, {"l2": (51, 30)})
    key_as(room, SECOND)
    act_as(room, "丙")
    look = settling.settling(room, *S1)
    settling.settle(room, *S1, look.found, {0: Side.SECOND})
    room.close()
    (tmp_path / "kaohe.db").rename(tmp_path / "year.db")


@pytest.mark.usefixtures("bureau")
def test_forms_are_entered_shown_and_told_where_they_disagree(inside: Kaohe) -> None:
    assert (
        done(inside("forms", *OF_PEER))
        == "全员互评: nobody has entered how many forms there are.\n"
    )
    assert done(inside("forms", *OF_PEER, "--json")) == "null\n"
    shown = done(inside("forms", *OF_PEER, "--handed-out", "8", "--returned", "2"))
    assert "1 valid, 0 void, 0 abstained" in shown
    fault = "2 forms were returned, but 1 were entered or voided."
    assert fault in shown
    assert json.loads(done(inside("forms", *OF_PEER, "--json")))["faults"] == [fault]
    assert f"全员互评: {fault}" in done(inside("status"))
    told = refused(inside("close", *OF_PEER))
    assert "needs a reason" in told
    closed = done(inside("close", *OF_PEER, "--reason", "it is late"))
    assert f"Does not reconcile: {fault}" in closed


@pytest.mark.usefixtures("bureau")
def test_how_well_each_clerk_keyed(inside: Kaohe) -> None:
    shown = done(inside("keying"))
    assert shown.splitlines()[1].split() == [SECOND, "1", "12", "0", "0.00%"]
    assert shown.splitlines()[2].split() == [FIRST, "1", "12", "1", "8.33%"]
    found = json.loads(done(inside("keying", "--period", "q1", "--json")))
    assert found[1] == {"clerk": FIRST, "forms": 1, "cells": 12, "wrong": 1, "percent": "8.33"}
    assert "No form has been entered twice" in done(inside("keying", "--period", "q2"))
