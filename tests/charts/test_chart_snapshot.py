"""The charts of some views are those that were last looked at and agreed on."""

import difflib

import pytest

from tests.support.chart_snapshot import EXAMPLES, FOLDER, headlines, snapshot
from tests.support.speed import fast_first

SHOWN = 40  # lines of a difference


def assert_same(name, now):
    kept = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    lines = difflib.unified_diff(kept.splitlines(), now.splitlines(), lineterm="", n=0)
    changes = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    assert not changes, "\n".join(
        [
            f"{len(changes)} lines of {name}.txt differ. Look at the charts; if they are as they",
            "should be, write the files anew: python -m tests.support.chart_snapshot",
            *changes[:SHOWN],
        ]
    )


@pytest.mark.parametrize("example", fast_first({example.name: example for example in EXAMPLES}))
def test_every_change_of_a_chart_is_seen(example):
    assert_same(example.name, snapshot(example))


@pytest.mark.slow
def test_every_change_of_a_headline_is_seen():
    assert_same("headlines", headlines())
