"""Tables beside the scores: all files of a set take their places, or none."""

import shutil
from dataclasses import replace

import pytest

from lib.datasets import descriptions
from lib.datasets.descriptions import DataError
from lib.datasets.tables import load_tables
from lib.ingest import storage
from lib.ingest.__main__ import ExitCode, main
from lib.ingest.inspection import inspect_file
from lib.ingest.storing import replacement
from lib.model.dataset import Dataset
from lib.model.indicators import indicators_of_province
from tests.ingest.workbooks import columns_of, files, grid, next_year, published, turned, xlsx


@pytest.fixture(scope="module")
def result(tables):
    """A year of scores to store."""
    return inspect_file(xlsx({"2025": grid(tables, next_year(tables))}), "x.xlsx", tables)


SET = {
    f"{table}{ending}"
    for table in ("scores", "indicator_catalogue", "indicators", "changes")
    for ending in (".csv", ".meta.toml")
}


def with_indicator(result, tables, value=50.0, year=2025):
    """A result that also brings one indicator of one province."""
    row = {
        "id": "1.1.01", "year": year, "sub_dimension": "1.1", "position": 1, "label_vi": "Tỷ lệ A",
        "label_en": "", "scale": "0%-100%", "unit": "%", "low": 0.0, "high": 100.0, "direction": "",
    }  # fmt: skip
    value_row = {"year": year, "province": "80", "indicator": "1.1.01", "value": value}
    extras = {
        "indicator_catalogue": tables.indicator_catalogue.astype(object).reindex([0]).assign(**row),
        "indicators": tables.indicators.astype(object).reindex([0]).assign(**value_row),
    }
    return replace(result, extras=extras)


@pytest.mark.slow
def test_new_tables_come_with_the_scores_and_go_with_the_backup(root, tables, result):
    before = files(root)
    backup = storage.store_result(with_indicator(result, tables), tables, root)
    assert set(files(root)) == set(before) | SET and {p.name for p in backup.iterdir()} == SET | {
        replacement.RECORD
    }
    stored = load_tables(root)
    assert stored.indicators.to_dict("records") == [
        {"year": 2025, "province": "80", "indicator": "1.1.01", "value": 50.0}
    ]
    assert stored.indicator_catalogue["label_vi"].tolist() == ["Tỷ lệ A"]
    described = descriptions.read_description(root / "data" / "indicators.meta.toml")
    assert described.raw["coverage"] == "2025–2025" and described.rows == 1
    shutil.copytree(backup, root / "data", dirs_exist_ok=True)  # by hand, as after a crash
    back = load_tables(root)
    assert back.scores.equals(tables.scores)
    assert back.indicators.equals(tables.indicators)
    assert back.indicator_catalogue.equals(tables.indicator_catalogue)


@pytest.mark.parametrize("broken", [1, 4, 6])
@pytest.mark.slow
def test_a_failure_within_a_set_leaves_none_of_its_files(
    root, tables, result, fail_at_replacement, broken
):
    before = files(root)
    fail_at_replacement(broken)
    with pytest.raises(OSError, match="disk full"):
        storage.store_result(with_indicator(result, tables), tables, root)
    assert files(root) == before


@pytest.mark.slow
def test_a_set_that_would_not_load_is_not_stored(root, tables, result):
    before = files(root)
    with pytest.raises(DataError) as caught:
        storage.store_result(with_indicator(result, tables, value=100.5), tables, root)
    assert caught.value.code == "range" and files(root) == before
    assert "100.5 nằm ngoài khoảng 0–100" in caught.value.sentence("vi")


def test_a_province_that_the_list_of_its_year_lacks_is_not_stored(root, tables, result):
    # The 34 have no code 72, which was Tây Ninh's among the 63.
    before = files(root)
    of_34 = result.scores["province"].isin(tables.successors["code"])
    margin = {"year": 2025, "province": "72", "measure": "total", "standard_error": 0.2}
    margins = tables.margins.astype(object).reindex([0]).assign(**margin)
    stored = replace(result, scores=result.scores[of_34], extras={"margins": margins})
    with pytest.raises(DataError) as caught:
        storage.store_result(stored, tables, root)
    assert caught.value.code == "vintage" and files(root) == before
    assert "margins.csv" in caught.value.sentence("vi") and "“72”" in caught.value.sentence("vi")


@pytest.mark.slow
def test_a_year_of_the_34_with_indicators_goes_in_is_seen_and_is_taken_back(
    tmp_path, root, tables, capsys
):
    """The whole way of the guide: the command, the data as the pages read them, the backup."""
    rows = turned(
        tables,
        next_year(tables),
        units="34",
        indicator=lambda code, member: round(int(member) / 100 + float(code) / 1000, 6),
    )
    file = tmp_path / "2025PAPI_34.xlsx"
    older = grid(tables, published(tables, 2024), 2024)  # only compared: it is not counted as new
    file.write_bytes(xlsx({"2025_PAPI_VIE_ENG": rows, "2024_PAPI_VIE_ENG": older}))
    before = files(root)
    asked = [str(file), "--root", str(root)]
    assert main([*asked, "--dry-run"]) == ExitCode.DONE and files(root) == before
    capsys.readouterr()
    assert main([*asked, "--yes"]) == ExitCode.DONE
    printed = capsys.readouterr().out
    assert "Đã ghi 924 điểm" in printed and "(2025): 924 điểm của 33 tỉnh" in printed
    assert "Đã ghi 924 giá trị của các chỉ tiêu." in printed
    assert "Đã ghi khoảng tin cậy hoặc sai số chuẩn của 33 điểm." in printed
    assert f"make ingest TAKE_BACK={root / 'data' / 'backup'}/2" in printed
    dataset = Dataset.build(load_tables(root))
    new = dataset.published_34
    assert dataset.all_years[-1] == 2025 and new.years == [2025]
    member = {code: first for code, _, first in columns_of(tables, "34")}
    civic = next_year(tables).set_index(["province", "sub_dimension"])["score"]
    own = new.position(2025, "1.1", "80")
    assert own["score"] == pytest.approx(civic[member["80"], "1.1"]) and own["scored"] == 33
    shares = indicators_of_province(new, 2025, "80").set_index("sub_dimension")
    assert len(shares) == 28 and shares.at["6.2", "n"] == 33
    assert shares.at["6.2", "value"] == pytest.approx(100 * (int(member["80"]) / 100 + 0.0062))
    (backup,) = (p for p in (root / "data" / replacement.BACKUP).iterdir() if p.is_dir())
    assert not load_tables(root).margins.empty
    capsys.readouterr()
    assert main(["--take-back", str(backup), "--root", str(root)]) == ExitCode.DONE
    assert capsys.readouterr().out.startswith("Đã đưa 10 tệp về như trước lần ghi đó")
    assert files(root) == before
    assert Dataset.build(load_tables(root)).published_34 is None
    assert main(["--take-back", str(backup), "--root", str(root)]) == ExitCode.DONE
    assert "không có gì để lấy lại" in capsys.readouterr().out
