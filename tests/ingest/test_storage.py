"""What is kept loads as the app loads it; what fails leaves every file as it was."""

import subprocess
import sys
from pathlib import Path

import pytest

from lib.common import paths
from lib.datasets import descriptions
from lib.datasets.descriptions import DataError
from lib.datasets.tables import SWITCH, load_tables
from lib.ingest import __main__, producer_workbook, storage
from lib.ingest.__main__ import ExitCode
from lib.ingest.inspection import inspect_file
from lib.ingest.storing import replacement
from lib.model.dataset import Dataset
from tests.ingest.workbooks import column, files, grid, next_year, row_of, xlsx


@pytest.fixture
def tables(root):
    return load_tables(root)


@pytest.fixture
def new(tables):
    """A year with nothing to confirm but its list: the newest once more."""
    scores = next_year(tables, factor=1)
    return grid(tables, scores)


@pytest.mark.slow
def test_a_new_year_is_there_for_the_app_and_the_old_files_are_set_aside(root, tables, new):
    before = files(root)
    result = inspect_file(xlsx({"2025_PAPI": new}), "x.xlsx", tables)
    backup = storage.store_result(result, tables, root)
    dataset = Dataset.build(load_tables(root))
    assert dataset.years[-1] == 2025
    assert (
        dataset.position(2025, "total", "80")["rank"]
        == dataset.position(2024, "total", "80")["rank"]
    )
    text = (root / "data" / "scores.csv").read_bytes()
    assert text.startswith(before["scores.csv"]) and text.count(b"\n") == 21_892 + 1708
    described = descriptions.read_description(root / "data" / "scores.meta.toml")
    assert described.raw["coverage"] == "2011–2025"
    assert (
        described.raw["title_vi"]
        == "Điểm PAPI theo nội dung thành phần, 63 tỉnh, thành phố, 2011–2025"
    )
    set_aside = {p.name: p.read_bytes() for p in backup.iterdir()}
    assert set_aside.pop(replacement.RECORD)
    assert set_aside == {
        f"{table}{ending}": before[f"{table}{ending}"]
        for table in ("scores", "changes")
        for ending in (".csv", ".meta.toml")
    }
    written = ("scores.", "changes.")
    assert {n: b for n, b in files(root).items() if not n.startswith(written)} == {
        n: b for n, b in before.items() if not n.startswith(written)
    }
    note = load_tables(root).changes.iloc[-1]
    assert note["what_vi"] == "Thêm 1.708 điểm của năm 2025."
    assert note["why_en"] == "Taken in from the file “x.xlsx”."


def test_titles_name_both_lists_of_provinces_once_there_are_years_of_the_34(root, tables):
    path = root / "data" / "scores.meta.toml"
    of_63 = titles(path)
    of_34 = [f"{of_63[0]}; 34 tỉnh, thành phố, từ 2025", f"{of_63[1]}; 34 provinces, from 2025"]
    assert of_63[1] == "PAPI scores by sub-dimension, 63 provinces, 2011–2024"
    assert titles_after(path, tables, [2025]) == of_34
    assert titles_after(path, tables, [2025, 2026]) == of_34
    assert descriptions.read_description(path).raw["coverage"] == "2011–2026"
    assert titles_after(path, tables, []) == of_63


def titles(path):
    raw = descriptions.read_description(path).raw
    return [raw["title_vi"], raw["title_en"]]


def titles_after(path, tables, years):
    """The titles of the scores once these years of the 34 are stored beside those of the 63."""
    text = path.read_text(encoding="utf-8")
    stored = sorted({int(y) for y in tables.scores["year"]} | set(years))
    path.write_text(storage._with_coverage(text, stored, set(years)), encoding="utf-8")
    return titles(path)


@pytest.mark.slow
def test_reading_all_years_back_writes_the_same_bytes(root, tables):
    before = files(root)
    years = sorted(int(y) for y in tables.scores["year"].unique())
    result = inspect_file(producer_workbook.write_workbook(tables, years), "x.xlsx", tables)
    storage.store_result(result, tables, root)
    assert files(root) == before


@pytest.mark.parametrize("broken", [1, 2])
@pytest.mark.slow
def test_a_failure_midway_brings_the_old_files_back(root, tables, new, fail_at_replacement, broken):
    before = files(root)
    fail_at_replacement(broken)
    result = inspect_file(xlsx({"2025_PAPI": new}), "x.xlsx", tables)
    with pytest.raises(OSError, match="disk full"):
        storage.store_result(result, tables, root)
    assert files(root) == before
    assert not list((root / "data").glob("ingest-*"))
    load_tables(root)


@pytest.mark.slow
def test_a_measure_that_goes_on_gets_its_last_year_moved(root):
    path = root / "data" / "sub_dimensions.csv"
    text = path.read_text(encoding="utf-8")
    ended = text.replace("Quality of Water,2018,", "Quality of Water,2018,2024")
    path.write_text(ended, encoding="utf-8")
    descriptions.stamp_description(root / "data" / "sub_dimensions.meta.toml")
    tables = load_tables(root)
    whole = load_tables()
    result = inspect_file(xlsx({"2025": grid(whole, next_year(whole, factor=1))}), "x.xlsx", tables)
    assert result.extended == {"7.3": 2025} and result.usable and result.needs_confirmation
    storage.store_result(result, tables, root)
    assert "Quality of Water,2018,2025" in path.read_text(encoding="utf-8")
    assert Dataset.build(load_tables(root)).position(2025, "7.3", "80") is not None


# --- a crash, a full disk, a second command ---------------------------------------------------


def die_at(root, tmp_path, content, step):
    """Store a file in another process, which ends without a word at the ``step``-th replacement."""
    (tmp_path / "dying.xlsx").write_bytes(content)
    script = f"""
import os
from pathlib import Path
from lib.datasets.descriptions import DataError
from lib.datasets.tables import SWITCH, load_tables
from lib.ingest import storage
from lib.ingest.inspection import inspect_file
from lib.ingest.storing import replacement
root, replace, calls = Path({str(root)!r}), os.replace, []
def dying(source, target):
    calls.append(target)
    if len(calls) == {step}:
        os._exit(9)
    replace(source, target)
tables = load_tables(root)
result = inspect_file((root / "dying.xlsx").read_bytes(), "x.xlsx", tables)
replacement.os.replace = dying
storage.store_result(result, tables, root)
os._exit(0)
"""
    return subprocess.run([sys.executable, "-c", script], cwd=paths.ROOT, check=False).returncode


@pytest.mark.parametrize("step", [1, 2])
@pytest.mark.slow
def test_after_a_crash_the_next_command_brings_the_old_files_back(root, tmp_path, new, step, run):
    before, content = files(root), xlsx({"2025_PAPI": new})
    assert die_at(root, tmp_path, content, step) == 9
    assert (files(root) == before) == (step == 1)
    (backup,) = (p for p in (root / "data" / "backup").iterdir() if p.is_dir())
    if step == 2:  # new scores beside the old description: the app shows what to do
        with pytest.raises(DataError) as caught:
            load_tables(root)
        for lang in ("vi", "en"):
            sentence = caught.value.sentence(lang)
            assert f"data/backup/{backup.name}" in sentence and "make ingest" in sentence
    restored = replacement.recover(root)
    assert files(root) == before and restored == backup
    assert not list((root / "data").glob("ingest-*"))
    assert replacement.recover(root) is None
    code, output = run(content, "--yes")  # the lock of the dead process does not hold it up
    assert code == ExitCode.DONE and "Đã ghi 1.708 điểm" in output


@pytest.mark.slow
def test_the_command_recovers_and_says_so(root, tmp_path, new, capsys):
    content = xlsx({"2025_PAPI": new})
    assert die_at(root, tmp_path, content, 2) == 9
    assert __main__.main([str(tmp_path / "dying.xlsx"), "--root", str(root), "--yes"]) == 0
    printed = capsys.readouterr()
    assert "Lần ghi trước bị ngắt giữa chừng" in printed.err and "Đã ghi 1.708" in printed.out
    assert load_tables(root).scores["year"].max() == 2025


@pytest.mark.slow
def test_a_crash_after_the_last_replacement_keeps_the_new_files(root, tables, new, monkeypatch):
    result = inspect_file(xlsx({"2025_PAPI": new}), "x.xlsx", tables)
    unlink = Path.unlink

    def dying(path, *args, **kwargs):
        if path.name == SWITCH:
            raise KeyboardInterrupt
        unlink(path, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", dying)
        with pytest.raises(KeyboardInterrupt):
            storage.store_result(result, tables, root)
    assert replacement.recover(root) is None and not list((root / "data").glob("ingest-*"))
    assert load_tables(root).scores["year"].max() == 2025


@pytest.mark.slow
def test_on_a_full_disk_no_backup_stays_that_looks_whole(root, tables, new, monkeypatch):
    result, before = inspect_file(xlsx({"2025_PAPI": new}), "x.xlsx", tables), files(root)

    def full(source, target):
        Path(target).write_bytes(Path(source).read_bytes()[:1000])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(replacement.shutil, "copy2", full)
    with pytest.raises(OSError, match="No space left"):
        storage.store_result(result, tables, root)
    assert files(root) == before and not list((root / "data").glob("ingest-*"))
    assert [p for p in (root / "data" / "backup").iterdir() if p.is_dir()] == []


@pytest.mark.slow
def test_of_two_commands_the_second_is_told_that_the_data_changed(root, tables, new):
    rows = [r for r in producer_workbook.year_rows(tables, 2023) if r[0] != 80]
    lower = xlsx({"2023_PAPI": rows})
    first = inspect_file(xlsx({"2025_PAPI": new}), "x.xlsx", tables)
    second = inspect_file(lower, "y.xlsx", tables)
    storage.store_result(first, tables, root)
    before = files(root)
    with pytest.raises(DataError) as caught:
        storage.store_result(second, tables, root)
    assert caught.value.code == "changed_meanwhile" and files(root) == before
    assert "chạy lại" in caught.value.sentence("vi")


@pytest.mark.slow
def test_while_another_process_stores_nothing_is_written(root, tables, new, monkeypatch):
    result, before = inspect_file(xlsx({"2025_PAPI": new}), "x.xlsx", tables), files(root)
    hold = (
        "import sys; from pathlib import Path; from lib.ingest.storing import replacement\n"
        f"with replacement.locked(Path({str(root / 'data')!r})):\n"
        "    print('held', flush=True); sys.stdin.readline()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    monkeypatch.setattr(replacement, "_LOCK_WAIT", 0)
    with subprocess.Popen([sys.executable, "-c", hold], cwd=paths.ROOT, **pipes) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(DataError) as caught:
            storage.store_result(result, tables, root)
        other.kill()  # its lock ends with it
    assert caught.value.code == "being_stored" and files(root) == before
    storage.store_result(result, tables, root)
    assert files(root) != before


# --- the command -----------------------------------------------------------------------------


@pytest.fixture
def run(root, tmp_path, capsys, monkeypatch):
    """Run the command on a content; its exit code and what it printed."""

    def go(content, *more, answer=None):
        path = tmp_path / "papi.xlsx"
        path.write_bytes(content)
        monkeypatch.setattr("sys.stdin.isatty", lambda: answer is not None, raising=False)
        monkeypatch.setattr("builtins.input", lambda _: answer)
        code = __main__.main([str(path), "--root", str(root), *more])
        return code, capsys.readouterr().out

    return go


@pytest.mark.slow
def test_a_clean_new_year_is_kept_and_a_second_time_nothing_is_to_do(root, run, new):
    before = files(root)
    code, output = run(xlsx({"2025_PAPI": new}))
    assert code == ExitCode.NOT_CONFIRMED and files(root) == before
    assert "YES=1" in output or "--yes" in output
    assert "Cần xác nhận (2)" in output and "công bố năm 2025 theo 63 tỉnh không?" in output
    assert "điểm năm 2025 trùng với điểm đã công bố của năm 2024" in output
    code, output = run(xlsx({"2025_PAPI": new}), "--yes")
    assert code == ExitCode.DONE and "Đã ghi 1.708 điểm" in output
    before = files(root)
    code, output = run(xlsx({"2025_PAPI": new}))
    assert code == ExitCode.DONE and "mọi điểm đều trùng" in output and files(root) == before


@pytest.mark.slow
def test_a_bad_file_changes_nothing(root, run, new):
    before = files(root)
    new[row_of(new)][column(new, "Civic Knowledge")] = "=1"
    code, output = run(xlsx({"2025_PAPI": new}), "--yes")
    assert code == ExitCode.REFUSED and "Không ghi gì" in output and files(root) == before


@pytest.mark.slow
def test_changed_figures_wait_for_a_yes(root, run, tables):
    rows = [list(r) for r in producer_workbook.year_rows(tables, 2023)]
    for at in (column(rows, "Civic Knowledge"), column(rows, "Participation"), -1):
        rows[row_of(rows)][at] -= 0.1
    content, before = xlsx({"2023_PAPI": rows}), files(root)
    for code, more, answer in (
        (ExitCode.NOT_CONFIRMED, (), None),
        (ExitCode.NOT_CONFIRMED, (), "k"),
        (ExitCode.DONE, ("--dry-run", "--yes"), None),
    ):
        exit_code, output = run(content, *more, answer=answer)
        assert exit_code == code and "Khác với số liệu hiện có (1)" in output
        assert files(root) == before
    code, output = run(content, "--lang", "en", answer="y")
    assert code == ExitCode.DONE and "Different from the present data (1)" in output
    assert "Scores written: 1;" in output
    assert files(root) != before


@pytest.mark.slow
def test_export_and_read_back(root, tmp_path, run, capsys):
    path = tmp_path / "out.xlsx"
    assert __main__.main(["--export", str(path), "--root", str(root)]) == ExitCode.DONE
    code, output = run(path.read_bytes())
    assert code == ExitCode.DONE and "(2011–2024): mọi điểm đều trùng" in output


def test_wrong_use_and_a_file_that_is_not_there(root, capsys):
    with pytest.raises(SystemExit) as caught:
        __main__.main(["--root", str(root)])
    assert caught.value.code == ExitCode.USAGE
    assert __main__.main(["nowhere.xlsx", "--root", str(root)]) == ExitCode.REFUSED
    assert "Không mở được tệp nowhere.xlsx" in capsys.readouterr().err


@pytest.mark.slow
def test_an_export_never_goes_over_the_data(root, tmp_path, capsys):
    before = files(root)
    (tmp_path / "link").symlink_to(root / "data")
    for path in (root / "data" / "scores.csv", tmp_path / "link" / "new.xlsx"):
        code = __main__.main(["--export", str(path), "--root", str(root)])
        assert code == ExitCode.REFUSED and "chọn thư mục khác" in capsys.readouterr().err
    assert files(root) == before
    assert __main__.main(["--export", str(tmp_path / "no" / "x.xlsx"), "--root", str(root)]) == 1
    assert "x.xlsx" in capsys.readouterr().err


def test_a_fault_of_the_program_is_one_line_that_says_so(root, tmp_path, monkeypatch, capsys):
    def fail(*_):
        raise AttributeError("'NoneType' object")

    path = tmp_path / "papi.csv"
    path.write_text("a\n1\n")
    monkeypatch.setattr(__main__, "inspect_file", fail)
    before = files(root)
    assert __main__.main([str(path), "--root", str(root), "--yes"]) == ExitCode.REFUSED
    error = capsys.readouterr().err
    assert error.startswith("Chương trình gặp lỗi khi đọc tệp này (AttributeError, ")
    assert error.count("\n") == 1 and files(root) == before
