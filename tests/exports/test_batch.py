"""The files of every province: names, going on after a stop, a failure that stops nothing else."""

import pytest

from lib.exports import __main__ as command
from lib.exports import batch
from lib.exports.batch import Job
from lib.exports.csv_files import csv_bytes
from lib.exports.file_names import file_name, province_file_name
from lib.model.view import View


def fail():
    raise LookupError("no map")


def test_every_province_with_a_total_has_five_files_named_after_it(dataset):
    names = [job.name for job in batch.jobs(dataset, 2023, "vi")]
    assert len(names) == len(set(names)) == 61 * 5
    of_long_an = [name for name in names if "long-an" in name]
    assert of_long_an == [
        "papi-long-an-2023-vi.pdf",
        "papi-long-an-2023-vi.pptx",
        "papi-long-an-2023-vi.xlsx",
        "papi-square-long-an-2023-vi.png",
        "papi-wide-long-an-2023-vi.png",
    ]
    assert "papi-thua-thien-hue-2023-vi.pdf" in names and "papi-da-nang-2023-vi.pdf" in names
    assert batch.unpublished(dataset, 2023) == ["22", "74"]
    assert not [name for name in names if "binh-duong" in name]


def test_a_partly_published_province_has_the_files_without_a_rank(dataset, tmp_path):
    assert batch.unpublished(dataset, 2018) == []
    jobs = [job for job in batch.jobs(dataset, 2018, "vi") if "-quang-ninh-" in job.name]
    assert [job.name for job in jobs] == [
        "papi-quang-ninh-2018-vi.pdf",
        "papi-quang-ninh-2018-vi.pptx",
        "papi-quang-ninh-2018-vi.xlsx",
    ]
    assert {done.outcome for done in batch.write_all(jobs, tmp_path)} == {"written"}


def test_the_files_are_what_their_names_say(dataset, tmp_path):
    jobs = [job for job in batch.jobs(dataset, 2023, "en") if "-long-an-" in job.name]
    assert {done.outcome for done in batch.write_all(jobs, tmp_path / "new")} == {"written"}
    starts = {path.name: path.read_bytes()[:4] for path in (tmp_path / "new").iterdir()}
    assert starts == {
        "papi-long-an-2023-en.pdf": b"%PDF",
        "papi-long-an-2023-en.pptx": b"PK\x03\x04",
        "papi-long-an-2023-en.xlsx": b"PK\x03\x04",
        "papi-square-long-an-2023-en.png": b"\x89PNG",
        "papi-wide-long-an-2023-en.png": b"\x89PNG",
    }


def test_a_failure_stops_nothing_and_the_next_run_makes_what_is_missing(tmp_path):
    jobs = [Job("a.pdf", lambda: b"a"), Job("b.pdf", fail), Job("c.pdf", lambda: b"c")]
    first = list(batch.write_all(jobs, tmp_path))
    assert [done.outcome for done in first] == ["written", "failed", "written"]
    assert first[1].why == "LookupError: no map"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "c.pdf"]
    jobs = [Job("a.pdf", fail), Job("b.pdf", lambda: b"b"), Job("c.pdf", lambda: b"new")]
    again = list(batch.write_all(jobs, tmp_path))
    assert [done.outcome for done in again] == ["kept", "written", "kept"]
    assert (tmp_path / "c.pdf").read_bytes() == b"c"
    assert [d.outcome for d in batch.write_all(jobs[2:], tmp_path, again=True)] == ["written"]
    assert (tmp_path / "c.pdf").read_bytes() == b"new"


def test_the_command_tells_its_progress_and_lists_what_failed(monkeypatch, tmp_path, capsys):
    jobs = [Job("a.pdf", lambda: b"a"), Job("b.pdf", fail)]
    monkeypatch.setattr(batch, "jobs", lambda *_: jobs)
    arguments = ["--all", "--year", "2023", "--out", str(tmp_path)]
    assert command.main(arguments) == 1
    told = capsys.readouterr()
    assert "[1/2] a.pdf: đã ghi" in told.out and "[2/2] b.pdf: không tạo được" in told.out
    assert "Quảng Ninh, Bình Dương" in told.out and "Có 1/2 tệp" in told.out
    assert told.err == "b.pdf: LookupError: no map\n"
    jobs[1] = Job("b.pdf", lambda: b"b")
    assert command.main([*arguments, "--lang", "en"]) == 0
    assert "All 2 files are in" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        command.main(["--all", "--year", "1999", "--out", str(tmp_path)])
    assert stopped.value.code == 2 and "1999" in capsys.readouterr().err


def test_names_say_preview_units_and_language(dataset):
    view = View(province="79", lang="en")
    assert province_file_name(dataset, view, "map", ending=".csv") == (
        "papi-map-tp-ho-chi-minh-2023-en.csv"
    )
    tried = View(province="80", preview="x", shown_units="34", year=2024)
    assert (
        file_name(view, "all", years=(2011, 2024), ending=".xlsx") == "papi-all-2011-2024-en.xlsx"
    )
    assert province_file_name(dataset.estimated_34, tried, ending=".xlsx") == (
        "xem-thu-papi-tay-ninh-2024-34-vi.xlsx"
    )


def test_csv_of_vietnamese_pages_has_semicolons_and_decimal_commas(dataset):
    import pandas as pd

    table = pd.DataFrame({"Tên": ["Huế; cũ", "Long An"], "Điểm": [1.234, 40.8262], "Hạng": [1, 46]})
    text = csv_bytes(table, "vi").decode("utf-8-sig")
    assert text == 'Tên;Điểm;Hạng\r\n"Huế; cũ";1,234;1\r\nLong An;40,8262;46\r\n'
    assert csv_bytes(table, "en").decode("utf-8-sig").splitlines()[2] == "Long An,40.8262,46"
