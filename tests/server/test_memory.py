"""What a server that runs for weeks must not keep."""

import gc
import weakref

import pandas as pd

from lib.server import memory


def test_columns_that_are_gone_leave_nothing_behind_after_some_hundred_runs():
    table = pd.DataFrame({"score": [1.5, 2.5]})
    for _ in range(300):
        _ = table["score"]
    notes = table._mgr.blocks[0].refs.referenced_blocks
    kept = table["score"]
    assert len(notes) > 100
    for _ in range(memory.RUNS_BETWEEN):
        memory.after_run()
    assert len(table._mgr.blocks[0].refs.referenced_blocks) < 5
    assert kept.tolist() == [1.5, 2.5]


def test_what_was_frozen_and_is_gone_is_freed():
    class Replaced:
        pass

    old = Replaced()
    old.itself = old  # as a data set and the one that it was made from know each other
    gc.freeze()
    watched = weakref.ref(old)
    del old
    gc.collect()
    assert watched() is not None
    memory.collect_garbage()
    assert watched() is None
