"""What `make ingest` prints and returns where nothing can be stored or nobody says yes."""

import pytest

from lib.datasets.descriptions import DataError
from lib.ingest import __main__, storage
from lib.ingest.__main__ import ExitCode
from tests.ingest.workbooks import as_csv, files, grid


@pytest.fixture
def run(root, tmp_path, tables, scores, capsys, monkeypatch):
    """Run the command on a new year; its exit code, what it printed, and its errors."""

    def go(*more, answer=None):
        path = tmp_path / "papi 2025.csv"
        path.write_bytes(as_csv(grid(tables, scores)))
        monkeypatch.setattr("sys.stdin.isatty", lambda: answer is not None, raising=False)
        monkeypatch.setattr("builtins.input", lambda _: answer)
        code = __main__.main([str(path), "--root", str(root), *more])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return go


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError("ổ đĩa đầy"), "ổ đĩa đầy"),
        (DataError("being_stored"), DataError("being_stored").sentence("vi")),
    ],
)
def test_why_nothing_could_be_stored_is_said_and_refused(root, run, monkeypatch, error, reason):
    def fail(*_):
        raise error

    before = files(root)
    monkeypatch.setattr(storage, "store_result", fail)
    code, out, err = run("--yes")
    assert code == ExitCode.REFUSED and files(root) == before
    assert err == f"Không ghi được; số liệu giữ nguyên: {reason}\n"
    assert "Đã ghi" not in out


@pytest.mark.parametrize(
    ("answer", "is_stored"), [("c", True), (" CÓ ", True), ("yes", True), ("", False), ("k", False)]
)
def test_only_a_yes_at_the_prompt_stores(root, run, answer, is_stored):
    before = files(root)
    code, out, _ = run(answer=answer)
    assert code == (ExitCode.DONE if is_stored else ExitCode.NOT_CONFIRMED)
    assert (files(root) != before) == is_stored
    assert ("Đã ghi 1.708 điểm" in out) == is_stored
    assert ("Chưa ghi; số liệu giữ nguyên." in out) != is_stored


def test_a_dry_run_says_what_would_come_next_and_stores_nothing(root, run):
    before = files(root)
    code, out, _ = run("--dry-run")
    assert code == ExitCode.DONE and files(root) == before and "Đã ghi" not in out
    # Something waits for a yes, so the command to come has it.
    assert "--yes" in out.splitlines()[-1] or "YES=1" in out.splitlines()[-1]
