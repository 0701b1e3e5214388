"""The sentences of some views are those that were last read and agreed on."""

import difflib

import pytest

from lib.common.text import LANGUAGES
from tests.support.wording_snapshot import snapshot, snapshot_path

SHOWN = 40  # lines of a difference


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_change_of_a_sentence_is_seen(lang):
    kept = snapshot_path(lang).read_text(encoding="utf-8")
    now = snapshot(lang)
    changes = [
        line
        for line in difflib.unified_diff(kept.splitlines(), now.splitlines(), lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    assert not changes, "\n".join(
        [
            f"{len(changes)} lines of {snapshot_path(lang).name} differ. Read them; if they are as",
            "they should be, write the files anew: python -m tests.support.wording_snapshot",
            *changes[:SHOWN],
        ]
    )
