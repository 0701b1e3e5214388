"""Scores and maps for other programs, read back with the programs' own libraries."""

import io
import re
from dataclasses import replace

import geopandas
import numpy as np
import pandas as pd
import pytest

from lib.charts.registry import CHARTS
from lib.endpoints import answers
from lib.model.dataset import Dataset
from tests.support import made_up_34

COLUMNS = ["year", "province", "province_name", "region", "measure", "measure_name", "score",
           "max_score", "rank", "scored", "group", "change", "prev_year", "estimated"]  # fmt: skip


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    content = io.BytesIO(answer.content)
    ending = path.partition("?")[0].rpartition(".")[2]
    if ending == "csv":
        return pd.read_csv(content, dtype={"province": str})
    return pd.read_parquet(content) if ending == "parquet" else pd.read_excel(content)


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_the_three_files_hold_the_same_scores(client, ending):
    table = read(client, f"/data/scores.{ending}?year=2023&measure=total&lang=vi")
    assert list(table.columns) == COLUMNS and len(table) == 61
    own = table[table["province_name"] == "Long An"].iloc[0]
    assert (str(own["province"]), own["rank"], own["scored"], own["group"]) == ("80", 46, 61, 3)
    assert own["score"] == pytest.approx(40.832954, abs=1e-6) and own["max_score"] == 80
    assert own["change"] == pytest.approx(1.0237, abs=1e-4) and own["prev_year"] == 2022


@pytest.mark.parametrize("name", ["scores.csv", "scores.parquet", "scores.xlsx", "map.geojson"])
def test_an_estimate_is_marked_the_same_in_every_format(client, name):
    path = f"/data/{name}?units=34&year=2023&measure=total&lang=vi"
    if name == "map.geojson":
        features = client.get(path).json()["features"]
        by_name = {f["properties"]["name"]: f["properties"]["estimated"] for f in features}
    else:
        by_name = read(client, path).set_index("province_name")["estimated"]
    marks = [by_name["Tây Ninh"], by_name["Hà Nội"]]
    assert marks == [1, 0] and not isinstance(marks[0], bool | np.bool_)


def test_without_filters_all_years_and_measures_are_there(client, dataset):
    table = read(client, "/data/scores.parquet?lang=en")
    assert len(table) == len(dataset.positions)
    assert sorted(table["year"].unique()) == dataset.years
    assert set(table["measure_name"]) >= {"Public Primary Education"}
    assert not table["estimated"].any()


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_scores_of_the_34_say_which_are_estimated(client, dataset, ending):
    table = read(client, f"/data/scores.{ending}?units=34&year=2023&measure=total&lang=vi")
    assert table["estimated"].dtype.kind == "i"  # and not True, which each format writes its way
    by_name = table.set_index("province_name")
    # Quảng Ninh was not merged and published nothing.
    assert not {"Quảng Ninh"} & {*by_name.index}
    assert by_name.at["Tây Ninh", "estimated"] == 1 and by_name.at["Hà Nội", "estimated"] == 0
    estimate = dataset.estimated_34.total_position(2023, "80")["score"]
    assert by_name.at["Tây Ninh", "score"] == pytest.approx(estimate, abs=1e-6)
    own = read(client, "/data/scores.csv?units=34&province=80&year=2023")
    assert set(own["province_name"]) == {"Tây Ninh"}


@pytest.mark.parametrize("units", ["63", "34"])
def test_years_published_by_the_34_come_with_either_list(open_client, units):
    made_up = made_up_34.build_dataset((2025,))
    client = open_client(dataset=lambda: made_up)
    newest = read(client, f"/data/scores.csv?units={units}&year=2025&measure=total&lang=vi")
    totals = made_up.published_34.ranking(2025, "total").set_index("province")["score"]
    found = newest.set_index("province")["score"]
    assert len(found) == 33 and not newest["estimated"].any()
    assert found.to_dict() == pytest.approx(totals.to_dict(), abs=1e-6)
    # Long An's code in the years of the 63; then the province that it became part of.
    own = read(client, f"/data/scores.csv?units={units}&province=long-an&measure=total&lang=vi")
    assert list(own["year"]) == made_up.all_years
    names = dict(zip(own["year"], own["province_name"], strict=True))
    assert (names[2025], names[2024]) == ("Tây Ninh", {"63": "Long An", "34": "Tây Ninh"}[units])


def test_figures_read_while_the_files_change_are_not_kept_as_the_new_ones(
    open_client, dataset, monkeypatch
):
    files = {"data": dataset, "version": "before"}
    monkeypatch.setattr(answers, "content_version", lambda: files["version"])

    def read_slowly():
        found = files["data"]
        files.update(data=made_up_34.build_dataset((2025,)), version="after")
        return found

    client = open_client(dataset=read_slowly)
    path = "/data/scores.csv?units=63&province=80&measure=total"
    assert read(client, path)["year"].max() == 2024
    assert read(client, path)["year"].max() == 2025


@pytest.fixture(scope="module")
def map_file(client, tmp_path_factory):
    """Downloads a map and returns its path."""

    def download(path):
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        file = tmp_path_factory.mktemp("map") / path.partition("?")[0].rpartition("/")[2]
        file.write_bytes(answer.content)
        return file

    return download


@pytest.mark.parametrize(("units", "count"), [("63", 63), ("34", 34)])
def test_the_geopackage_has_every_province_with_its_score_and_the_archipelagos(
    map_file, units, count
):
    file = map_file(f"/data/map.gpkg?measure=total&year=2023&units={units}&lang=vi")
    provinces = geopandas.read_file(file, layer="provinces")
    assert len(provinces) == count and provinces.crs.to_epsg() == 4326
    assert provinces.geometry.is_valid.all() and not provinces.geometry.is_empty.any()
    by_name = provinces.set_index("name")
    if units == "63":
        assert by_name.at["Long An", "rank"] == 46
        # Published nothing that year: on the map all the same, without a score.
        assert pd.isna(by_name.at["Quảng Ninh", "score"])
        assert pd.isna(by_name.at["Quảng Ninh", "group"])
    else:
        assert by_name.at["Tây Ninh", "estimated"] == 1
        assert provinces["estimated"].dtype.kind == "i"
    names = list(geopandas.read_file(file, layer="archipelagos")["name"])
    assert names == ["Quần đảo Hoàng Sa (Đà Nẵng)", "Quần đảo Trường Sa (Khánh Hòa)"]


def test_the_geojson_is_one_layer_of_both_in_degrees(client, map_file):
    path = "/data/map.geojson?measure=6.2&year=2023&lang=en"
    content = client.get(path).json()
    assert "OpenStreetMap" in content["attribution"]
    kinds = [feature["properties"]["kind"] for feature in content["features"]]
    assert kinds == ["provinces"] * 63 + ["archipelagos"] * 2
    table = geopandas.read_file(map_file(path))
    west, south, east, north = table.total_bounds
    assert 102 < west < 103 and 7.5 < south < 9 and 115 < east < 116 and 23 < north < 24
    islands = table[table["kind"] == "archipelagos"].set_index("name")
    assert list(islands.index) == [
        "Hoàng Sa (Paracel), Da Nang", "Trường Sa (Spratly), Khanh Hoa"
    ]  # fmt: skip
    assert islands.at["Trường Sa (Spratly), Khanh Hoa", "code"] == "56"
    assert set(table["measure_name"]) == {"Public Primary Education"}


def test_the_index_names_addresses_that_answer_terms_and_citation(client):
    assert client.get("/data?lang=en").headers["location"] == "/data/?lang=en"
    page = client.get("/data/?lang=en").text
    links = re.findall(r'href="http://papi\.test(/[^"]+)"', page.replace("&amp;", "&"))
    assert {link.partition("?")[0].rpartition("/")[2] for link in links} >= {
        "scores.csv", "scores.parquet", "scores.xlsx", "map.geojson", "map.gpkg", "card.png",
    }  # fmt: skip
    for link in links:
        if "scores" not in link:  # whole files are read above
            assert client.get(link).status_code == 200, link
    for name in CHARTS:
        assert name in page
    assert "ODbL" in page and "papi.org.vn" in page and "The Viet Nam Provincial" in page
    assert "Cách dẫn nguồn" in client.get("/data/").text


def test_without_indicators_there_is_no_file_of_them(client):
    answer = client.get("/data/indicators.csv?lang=vi")
    assert answer.status_code == 404 and "indicators.csv" in answer.text
    assert "indicators" not in client.get("/data/?lang=en").text


@pytest.fixture(scope="module")
def client_with_indicators(open_client):
    """Made-up shares below 1.1 and 1.2, of the 63 in 2024 and of the 34 in 2025."""
    made_up = made_up_34.build_dataset((2025,))
    tables = made_up.tables
    lines, values = [], []
    for code, label in (("1.1.01", "Tỷ lệ A"), ("1.2.01", "")):
        for year in (2024, 2025):
            line = {"sub_dimension": code[:3], "position": 1, "label_vi": label, "unit": "%"}
            more = {"label_en": "Share", "scale": "0%-100%", "low": 0.0, "high": 100.0}
            lines.append({"id": code, "year": year, **line, **more, "direction": ""})
            table = tables.scores[tables.scores["year"] == year]
            for province in sorted(table["province"].unique()):
                value = int(province) / 2 + (year - 2024)
                row = {"year": year, "province": province, "indicator": code}
                values.append(row | {"value": value})
    tables = replace(
        tables,
        indicator_catalogue=pd.DataFrame(lines)[list(tables.indicator_catalogue.columns)],
        indicators=pd.DataFrame(values),
    )
    dataset = Dataset.build(tables)
    return open_client(dataset=lambda: dataset)


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_indicators_come_as_published_with_their_place(client_with_indicators, ending):
    table = read(client_with_indicators, f"/data/indicators.{ending}?year=2024&lang=vi")
    assert list(table.columns)[:6] == [
        "year", "province", "province_name", "sub_dimension", "sub_dimension_name", "indicator",
    ]  # fmt: skip
    assert len(table) == 2 * 61 and set(table["label"]) == {"Tỷ lệ A", "Share"}
    own = table[table["province_name"] == "Long An"].iloc[0]
    assert (own["value"], own["scored"], own["unit"]) == (40.0, 61, "%")
    above = table[(table["indicator"] == "1.1.01") & (table["value"] > 40)]
    assert own["place"] == len(above) + 1


def test_indicators_are_chosen_by_province_and_measure_in_years_of_both_lists(
    client_with_indicators,
):
    path = "/data/indicators.csv?province=long-an&measure=1.2&lang=en"
    table = read(client_with_indicators, path)
    assert table[["year", "province_name"]].to_numpy().tolist() == [
        [2024, "Long An"],
        [2025, "Tay Ninh"],
    ]
    dimension = read(client_with_indicators, path.replace("1.2", "1"))
    assert set(dimension["indicator"]) == {"1.1.01", "1.2.01"} and len(dimension) == 4
    assert client_with_indicators.get(path.replace("1.2", "6.2")).status_code == 404
    index = client_with_indicators.get("/data/?lang=vi").text
    assert "data/indicators.parquet" in index and "2024–2025" in index
