"""What was stored is taken back: every file as it was, or nothing and the reason."""

import json
import shutil

import pytest

from lib.datasets.descriptions import DataError
from lib.ingest.__main__ import ExitCode, main
from lib.ingest.storing import replacement
from lib.ingest.storing.take_back import take_back
from tests.ingest.test_crashes import states_of_disk
from tests.ingest.workbooks import files

OLD = {"scores.csv": b"year\n2024\n", "changes.csv": b"date\n"}
FIRST = {"scores.csv": b"year\n2024\n2025\n", "changes.csv": b"date\n1\n"}
SECOND = {"changes.csv": b"date\n1\n2\n"}


def written(folder, contents):
    for name, content in contents.items():
        (folder / name).write_bytes(content)


def stored(root, contents, gone=()):
    """Store files, and remove others, as the command does; the folder of those before."""
    with replacement.staged(root / "data") as stage:
        written(stage, contents)
        return replacement.replace_files([*contents, *gone], stage, root / "data")


@pytest.fixture
def small(root, tmp_path):
    """A data folder of two short files beside the templates; what stands there is not loaded."""
    folder = tmp_path / "small"
    (folder / "data").mkdir(parents=True)
    (root / "data" / "templates").rename(folder / "data" / "templates")
    written(folder / "data", OLD)
    return folder


def with_margins(contents):
    """Files of a table that is not there yet, too."""
    return contents | {"margins.csv": b"year\n2025\n", "margins.meta.toml": b'file = "m"\n'}


def test_files_are_as_before_and_those_that_were_not_there_are_gone(small):
    backup = stored(small, with_margins(FIRST))
    assert files(small) == with_margins(FIRST)
    names, went = take_back(backup, small)
    assert files(small) == OLD and set(names) == set(with_margins(FIRST))
    # What went is kept, and taking back can be taken back.
    take_back(went, small)
    assert files(small) == with_margins(FIRST)
    assert not list((small / "data").glob("ingest-*"))


def test_a_check_changes_nothing(small):
    backup = stored(small, with_margins(FIRST))
    names, went = take_back(backup, small, only_check=True)
    assert went is None and set(names) == set(with_margins(FIRST))
    assert files(small) == with_margins(FIRST)


def test_the_last_storing_is_taken_back_first(small):
    first = stored(small, FIRST)
    second = stored(small, SECOND)
    for edited_too in (False, True):
        with pytest.raises(DataError) as caught:
            take_back(first, small, edited_too)
        assert caught.value.code == "backup_later" and str(second) in caught.value.sentence("vi")
        assert files(small) == FIRST | SECOND
    take_back(second, small)
    assert files(small) == FIRST
    take_back(first, small)
    assert files(small) == OLD


def test_a_storing_that_is_back_in_place_is_taken_back_first_again(small):
    first = stored(small, FIRST)
    second = stored(small, SECOND)
    _, went = take_back(second, small)
    take_back(went, small)
    with pytest.raises(DataError) as caught:
        take_back(first, small)
    assert caught.value.code == "backup_later" and files(small) == FIRST | SECOND


def test_what_was_edited_since_is_named_and_goes_only_where_somebody_says_so(small):
    backup = stored(small, FIRST)
    edited = {"changes.csv": b"date\n1,why\n"}
    written(small / "data", edited)
    with pytest.raises(DataError) as caught:
        take_back(backup, small)
    assert caught.value.code == "backup_edited" and files(small) == FIRST | edited
    assert "(data/changes.csv)" in caught.value.sentence("vi")
    _, went = take_back(backup, small, edited_too=True)
    assert files(small) == OLD and (went / "changes.csv").read_bytes() == edited["changes.csv"]


def test_a_second_time_there_is_nothing_to_take_back(small):
    backup = stored(small, FIRST)
    take_back(backup, small)
    assert take_back(backup, small) == ([], None) and files(small) == OLD


@pytest.mark.parametrize(
    "record",
    [
        None,
        "",
        "[]",
        '{"old": {}, "new": {}, "undoes": ""}',
        '{"old": {"scores.csv": ""}, "new": {}, "undoes": ""}',
        '{"old": {"../x.csv": ""}, "new": {"../x.csv": ""}, "undoes": ""}',
        '{"old": {"scores.csv": ""}, "new": {"scores.csv": ""}}',
    ],
)
def test_a_folder_that_is_no_backup_is_refused(small, tmp_path, record):
    folder = tmp_path / "folder"
    if record is not None:
        folder.mkdir()
        (folder / replacement.RECORD).write_text(record)
    stored(small, FIRST)
    with pytest.raises(DataError) as caught:
        take_back(folder, small, edited_too=True)
    assert caught.value.code == "backup_none" and files(small) == FIRST
    assert str(folder) in caught.value.sentence("vi") and "data/backup/" in caught.value.sentence(
        "en"
    )


@pytest.mark.parametrize("content", [None, b"year\n"])
def test_a_backup_that_is_not_whole_is_refused(small, content):
    backup = stored(small, FIRST)
    (backup / "scores.csv").unlink()
    if content:
        (backup / "scores.csv").write_bytes(content)
    with pytest.raises(DataError) as caught:
        take_back(backup, small, edited_too=True)
    assert caught.value.code == "backup_broken" and files(small) == FIRST
    assert str(backup / "scores.csv") in caught.value.sentence("vi")


@pytest.mark.parametrize("broken", [1, 2])
def test_on_a_full_disk_nothing_is_taken_back(small, fail_at_replacement, broken):
    backup = stored(small, with_margins(FIRST))
    fail_at_replacement(broken)
    with pytest.raises(OSError, match="disk full"):
        take_back(backup, small)
    assert files(small) == with_margins(FIRST)
    assert not list((small / "data").glob("ingest-*"))


def test_while_another_command_stores_nothing_is_taken_back(small, monkeypatch):
    backup = stored(small, FIRST)
    monkeypatch.setattr(replacement, "_LOCK_WAIT", 0)
    with replacement.locked(small / "data"), pytest.raises(DataError) as caught:
        take_back(backup, small)
    assert caught.value.code == "being_stored" and files(small) == FIRST


@pytest.mark.slow
def test_at_every_step_of_taking_back_a_kill_leaves_all_or_nothing(small, tmp_path):
    backup = stored(small, with_margins(FIRST))
    folder = tmp_path / "states"
    folder.mkdir()
    states = states_of_disk(small, lambda: take_back(backup, small), folder)
    seen = []
    for state in states:
        again = shutil.copytree(state, tmp_path / "again" / state.name)
        take_back(backup, again)  # the same command once more
        assert files(again) == OLD, state
        replacement.recover(state)
        seen.append(files(state))
        assert seen[-1] in (OLD, with_margins(FIRST)), state
        assert not list((state / "data").glob("ingest-*"))
    assert len(states) > 20 and seen[0] == with_margins(FIRST) and seen[-1] == OLD
    assert all(found == OLD for found in seen[seen.index(OLD) :])


# --- the command -----------------------------------------------------------------------------


def test_the_command_says_what_it_did_not_do(small, capsys):
    first = stored(small, FIRST)
    second = stored(small, SECOND)
    asked = ["--root", str(small), "--take-back"]
    assert main([*asked, str(small / "data")]) == ExitCode.REFUSED
    assert "không phải là bản cũ của một lần ghi" in capsys.readouterr().err
    assert main([*asked, str(first)]) == ExitCode.REFUSED
    assert str(second) in capsys.readouterr().err
    assert main([*asked, str(second), "--dry-run"]) == ExitCode.DONE
    assert "Không ghi gì. Các tệp" in capsys.readouterr().out
    written(small / "data", {"changes.csv": b"date\n1,why\n"})
    assert main([*asked, str(second)]) == ExitCode.NOT_CONFIRMED
    assert f"make ingest TAKE_BACK={second} YES=1" in capsys.readouterr().err
    assert files(small) == FIRST | {"changes.csv": b"date\n1,why\n"}
    with pytest.raises(SystemExit) as caught:
        main([*asked, str(first), "papi.xlsx"])
    assert caught.value.code == ExitCode.USAGE


def test_the_command_says_why_it_could_not_write(small, fail_at_replacement, capsys):
    backup = stored(small, FIRST)
    fail_at_replacement(2)
    assert main(["--root", str(small), "--take-back", str(backup)]) == ExitCode.REFUSED
    assert "số liệu giữ nguyên: disk full" in capsys.readouterr().err and files(small) == FIRST


def test_a_record_names_the_files_before_and_after(small):
    record = json.loads((stored(small, with_margins(FIRST)) / replacement.RECORD).read_text())
    assert list(record["old"]) == list(record["new"]) == list(with_margins(FIRST))
    assert [name for name, hash_ in record["old"].items() if not hash_] == [
        "margins.csv",
        "margins.meta.toml",
    ]
