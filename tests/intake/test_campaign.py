"""A small campaign from beginning to end, with a program that is killed; bench/campaign.py plays the large one."""

from pathlib import Path

import pytest

from bench.campaign import simulate


@pytest.mark.slow
def test_nobody_is_forgotten_and_nobody_is_bothered_twice(tmp_path: Path) -> None:
    table, breaches = simulate(tmp_path, 8, 4, 2)
    assert breaches == []
    assert (table["kills"], table["duplicates"], table["lost"]) == (4, 0, 0)
    assert table["accepted by the server"] > 20
