"""What a server that runs for weeks must not keep."""

import gc
import weakref

import pandas as pd
import pytest

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


class Runs:
    """In the place of the event: whether a run has ended when the collector looks, look by look."""

    def __init__(self, *looks):
        self.looks = list(looks)

    def wait(self, timeout=None):
        return self.looks.pop(0)

    def clear(self):
        pass


@pytest.mark.parametrize(
    ("looks", "collected"),
    [
        ((True, False, False), 1),  # a run, then nobody
        ((True, True, True, True, True, False, False), 1),  # viewers, then nobody
        ((True, True, True, True, False), 0),  # viewers all the time
        ((True, False, True, False, False), 2),  # nobody, somebody, nobody
    ],
)
def test_garbage_is_collected_once_when_the_last_viewer_has_gone(monkeypatch, looks, collected):
    calls = []
    monkeypatch.setattr(memory, "collect_garbage", lambda: calls.append(1))
    memory.collect_when_idle(Runs(*looks))
    assert len(calls) == collected


def test_a_run_is_noticed():
    memory._RUN_ENDED.clear()
    memory.after_run()
    assert memory._RUN_ENDED.is_set()
