"""A command killed at any moment leaves the old data or the new whole once the next one starts."""

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from lib.datasets.descriptions import DataError
from lib.datasets.tables import SWITCH, load_tables
from lib.ingest import storage
from lib.ingest.inspection import inspect_file
from lib.ingest.storing import replacement
from tests.ingest.workbooks import files, grid, next_year, xlsx

# Every state is copied, mended and compared.
pytestmark = pytest.mark.slow
_CHANGES = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def states_of_disk(root, work, folder):
    """What a kill may leave of ``root/data``: a copy before each step of ``work``, and at its end.

    Python tells a hook of every file that is opened, renamed or removed. What was opened to be
    written is also cut to its half, as a kill in the middle of writing leaves it.
    """
    child = os.fork()
    if child == 0:
        try:
            with_copies(root, work, folder)
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return sorted(folder.iterdir())


def with_copies(root, work, folder):
    """Do the work in a process that ends then, for a hook is never taken back."""
    copying, written, n = False, None, 0

    def copy_state():
        nonlocal copying, n
        copying = True
        state = folder / f"{n:03}"
        shutil.copytree(root, state, symlinks=True)
        if written and (state / written).is_file():
            cut = folder / f"{n:03}-cut"
            shutil.copytree(root, cut, symlinks=True)
            os.truncate(cut / written, (cut / written).stat().st_size // 2)
        copying, n = False, n + 1

    def hook(event, arguments):
        nonlocal written
        if copying or (event != "open" and event not in _CHANGES):
            return
        if event == "open" and not arguments[2] & _WRITING:
            return
        path = Path(os.fsdecode(arguments[0])) if not isinstance(arguments[0], int) else None
        if path is not None and path.is_absolute() and not path.is_relative_to(root):
            return
        copy_state()
        written = path.relative_to(root) if event == "open" and path is not None else None

    sys.addaudithook(hook)
    work()
    copy_state()


@pytest.fixture
def small_root(root, tmp_path):
    """The data to store into; what is only read is linked, not copied."""
    folder = tmp_path / "small"
    folder.mkdir()
    shutil.copytree(root / "data", folder / "data")
    for name in ("geo", "static"):
        (folder / name).symlink_to(root / name)
    return folder


@pytest.fixture
def stored(small_root, tmp_path):
    """The states of a command that stores a year, with the files before and after it."""
    tables = load_tables(small_root)
    content = xlsx({"2025_PAPI": grid(tables, next_year(tables, factor=1))})
    result = inspect_file(content, "x.xlsx", tables)
    before, folder = files(small_root), tmp_path / "states"
    folder.mkdir()
    states = states_of_disk(
        small_root, lambda: storage.store_result(result, tables, small_root), folder
    )
    return states, before, files(states[-1])


def assert_says_what_to_do(state):
    """The app does not start with a part of the new files; it names the backup and the command."""
    with pytest.raises(DataError) as caught:
        load_tables(state)
    (switch,) = (state / "data").glob(f"ingest-*/{SWITCH}")
    backup = json.loads(switch.read_text(encoding="utf-8"))["backup"]
    for lang in ("vi", "en"):
        sentence = caught.value.sentence(lang)
        assert f"data/backup/{backup}" in sentence and "make ingest" in sentence


def assert_nothing_left(state):
    left = [*(state / "data").glob("ingest-*"), *(state / "data" / "backup").glob("unfinished-*")]
    assert not left and replacement.recover(state) is None


def test_at_every_step_of_storing_a_kill_leaves_the_old_or_the_new_data(stored):
    states, before, after = stored
    assert len(states) > 30 and before != after
    seen = []
    for state in states:
        found = files(state)
        if found not in (before, after):
            assert_says_what_to_do(state)
        restored = replacement.recover(state)
        assert restored is not None or found in (before, after), state
        seen.append(files(state))
        assert seen[-1] in (before, after), state
        assert_nothing_left(state)
    # Once the new files stand, no later kill takes them back.
    first_new = seen.index(after)
    assert before in seen[:first_new] and set(map(len, seen[first_new:])) == {len(after)}
    assert all(found == after for found in seen[first_new:])


def test_at_every_step_of_recovering_a_kill_leaves_what_the_next_command_mends(stored, tmp_path):
    states, before, after = stored
    mixed = [state for state in states if files(state) not in (before, after)]
    assert len(mixed) >= 3
    folder = tmp_path / "recovering"
    folder.mkdir()
    state = mixed[-1]
    for again in states_of_disk(state, lambda: replacement.recover(state), folder):
        if files(again) != before:
            assert_says_what_to_do(again)
        replacement.recover(again)
        assert files(again) == before
        assert_nothing_left(again)
