"""Tables beside the scores: all files of a set take their places, or none."""

import shutil
from dataclasses import replace

import pytest

from lib.datasets import descriptions
from lib.datasets.descriptions import DataError
from lib.datasets.tables import load_tables
from lib.ingest import storage
from lib.ingest.inspection import inspect_file
from tests.ingest.workbooks import files, grid, next_year, xlsx


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
    assert set(files(root)) == set(before) | SET and {p.name for p in backup.iterdir()} == SET
    stored = load_tables(root)
    assert stored.indicators.to_dict("records") == [
        {"year": 2025, "province": "80", "indicator": "1.1.01", "value": 50.0}
    ]
    assert stored.indicator_catalogue["label_vi"].tolist() == ["Tỷ lệ A"]
    described = descriptions.read_description(root / "data" / "indicators.meta.toml")
    assert described.raw["coverage"] == "2025–2025" and described.rows == 1
    shutil.copytree(backup, root / "data", dirs_exist_ok=True)  # as the guide says
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
