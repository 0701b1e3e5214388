"""The slides of some views are those that were last looked at and agreed on."""

import difflib

import pytest

from tests.support.slide_snapshot import EXAMPLES, FOLDER, snapshot

SHOWN = 40  # lines of a difference


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_change_of_a_slide_is_seen(example):
    kept = (FOLDER / f"{example.name}.txt").read_text(encoding="utf-8")
    lines = difflib.unified_diff(
        kept.splitlines(), snapshot(example).splitlines(), lineterm="", n=0
    )
    changes = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    assert not changes, "\n".join(
        [
            f"{len(changes)} lines of {example.name}.txt differ. Look at the slides; if they are",
            "as they should be, write the files anew: python -m tests.support.slide_snapshot",
            *changes[:SHOWN],
        ]
    )
