"""Data files that are not what their description says are refused with one sentence."""

import os
import shutil

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lib.common import paths
from lib.datasets import descriptions, validation
from lib.datasets import tables as datasets_tables
from lib.datasets.descriptions import DataError
from lib.model.dataset import Dataset
from tests.support import published_34

META = """
title_vi = "Thử"
title_en = "Test"
description_vi = ""
description_en = ""
file = "t.csv"
format = "csv"
encoding = "utf-8"
bytes = 0
sha256 = ""
rows = 2
key = ["code"]
caveats_vi = []
caveats_en = []

[licence]
name = ""
url = ""
attribution = ""

[[sources]]
title = ""
publisher = ""
url = ""

[[fields]]
name = "code"
type = "string"
label_vi = "Mã"
label_en = "Code"
pattern = "^[0-9]{2}$"

[[fields]]
name = "year"
type = "integer"
label_vi = "Năm"
label_en = "Year"
min = 2011
max = 2100

[[fields]]
name = "score"
type = "number"
label_vi = "Điểm"
label_en = "Score"
required = false
min = 0
max = 3.5
"""
GOOD = "code,year,score\n01,2023,1.5\n02,2023,\n"


@pytest.fixture
def table(tmp_path):
    """Write a content, stamp it if asked, and load it."""

    def load(content, stamp=True, known=None, meta=META):
        path = tmp_path / "t.meta.toml"
        path.write_text(meta, encoding="utf-8")
        body = content if isinstance(content, bytes) else content.encode()
        (tmp_path / "t.csv").write_bytes(body)
        if stamp:
            descriptions.stamp_description(path)
        return validation.load_table(path, known)

    return load


def test_a_good_file_is_typed(table):
    frame = table(GOOD)
    assert frame["code"].tolist() == ["01", "02"]
    assert frame["year"].tolist() == [2023, 2023]
    assert frame["score"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("content", "code", "names"),
    [
        ("", "empty", ["t.csv"]),
        ("code,year\n01,2023\n", "missing_column", ["t.csv", "score"]),
        ("code,year,score,x\n01,2023,1,9\n", "extra_column", ["t.csv", "x"]),
        ("code,year,score\n01,abc,1.5\n02,2023,1\n", "integer", ["year", "2", "abc"]),
        ('code,year,score\n01,2023,1.5\n02,2023,"1,7"\n', "number", ["score", "3", "1,7"]),
        ("code,year,score\n01,2023,1.5\n02,2023,9\n", "range", ["score", "3", "9", "3.5"]),
        ("code,year,score\n01,2023,1.5\n02,1999,1\n", "range", ["year", "3", "1999"]),
        ("code,year,score\n01,2023,1.5\n2,2023,1\n", "form", ["code", "3", "2"]),
        ("code,year,score\n01,2023,1.5\n,2023,1\n", "required", ["code", "3"]),
        ("code,year,score\n01,2023,1.5\n01,2023,1\n", "duplicate", ["code", "3", "01"]),
        ("code,year,score\n01,2023,1.5\n02,2023", "cut", ["t.csv", "3"]),
        ("code,year,score\n01,2023,1.5,7\n02,2023,1,7\n", "surplus", ["t.csv", "2"]),
        (GOOD.encode("utf-16"), "encoding", ["t.csv", "1"]),
        ("code,year,score\n01,2023,1.5\nđ".encode()[:-1], "encoding", ["t.csv", "3"]),
    ],
)
def test_a_bad_file_is_named_with_column_and_row(table, content, code, names):
    with pytest.raises(DataError) as caught:
        table(content)
    assert caught.value.code == code
    for sentence in (caught.value.sentence("vi"), caught.value.sentence("en")):
        assert sentence.count("\n") == 0
        for name in names:
            assert name in sentence


def test_an_unknown_code_is_refused(table):
    known = {"places": table(GOOD).rename(columns={"code": "id"})}
    meta = META.replace('pattern = "^[0-9]{2}$"', 'references = "places.id"')
    with pytest.raises(DataError) as caught:
        table("code,year,score\n01,2023,1\n99,2023,1\n", known=known, meta=meta)
    assert caught.value.code == "unknown" and "99" in caught.value.sentence("vi")


def test_each_code_of_a_cell_must_be_known(table):
    known = {"places": table(GOOD).rename(columns={"code": "id"})}
    more = 'references = "places.id"\nseparator = ";"\nrequired = false'
    meta = META.replace('pattern = "^[0-9]{2}$"', more)
    found = table("code,year,score\n01;02,2023,1\n,2023,1\n", known=known, meta=meta)
    assert found["code"].tolist() == ["01;02", ""]
    for bad in ("01;99", "01;", "01, 02"):
        with pytest.raises(DataError) as caught:
            table(f'code,year,score\n01,2023,1\n"{bad}",2023,1\n', known=known, meta=meta)
        assert caught.value.code == "unknown" and "dòng 3" in caught.value.sentence("vi")


def test_a_changed_byte_is_noticed(table, tmp_path):
    table(GOOD)
    (tmp_path / "t.csv").write_text(GOOD.replace("1.5", "1.6"))
    with pytest.raises(DataError) as caught:
        validation.load_table(tmp_path / "t.meta.toml")
    assert caught.value.code == "hash"


def test_a_truncated_file_is_noticed_by_its_rows(table, tmp_path):
    table(GOOD)
    (tmp_path / "t.csv").write_text("code,year,score\n01,2023,1.5\n")
    with pytest.raises(DataError) as caught:
        validation.load_table(tmp_path / "t.meta.toml")
    assert caught.value.code == "rows"


def test_missing_file_and_broken_description(table, tmp_path):
    table(GOOD)
    (tmp_path / "t.csv").unlink()
    with pytest.raises(DataError) as caught:
        validation.load_table(tmp_path / "t.meta.toml")
    assert caught.value.code == "no_file"
    (tmp_path / "t.meta.toml").write_text("rows = ")
    with pytest.raises(DataError) as caught:
        validation.load_table(tmp_path / "t.meta.toml")
    assert caught.value.code == "bad_description"
    with pytest.raises(DataError) as caught:
        validation.load_table(tmp_path / "none.meta.toml")
    assert caught.value.code == "no_description"


@pytest.fixture
def copy(tmp_path):
    """A copy of the project's data files that a test may damage."""
    for folder in ("data", "geo", "static"):
        shutil.copytree(paths.ROOT / folder, tmp_path / folder)
    return tmp_path


def test_the_projects_own_files_load(copy):
    tables = datasets_tables.load_tables(copy)
    assert len(tables.scores) == 21_891 and len(tables.provinces) == 63


def test_a_half_written_score_file_stops_the_load(copy):
    path = copy / "data" / "scores.csv"
    path.write_bytes(path.read_bytes()[:200_003])
    with pytest.raises(DataError) as caught:
        datasets_tables.load_tables(copy)
    assert "scores.csv" in caught.value.sentence("vi")


@pytest.mark.parametrize("name", ["provinces", "successors"])
def test_a_missing_browser_map_stops_the_load(copy, name):
    for path in (copy / "static").glob(f"{name}-*.json"):
        path.unlink()
    with pytest.raises(DataError) as caught:
        datasets_tables.load_tables(copy)
    assert caught.value.code == "no_file"


def test_a_replaced_file_changes_the_version(copy):
    before = datasets_tables.data_version(copy)
    path = copy / "data" / "scores.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    assert datasets_tables.data_version(copy) != before


@pytest.mark.parametrize("folder", ["data", "geo"])
def test_every_data_file_has_a_description_that_fits(folder):
    described = {d.data_path for d in descriptions.read_descriptions(paths.ROOT / folder)}
    files = {
        p
        for p in (paths.ROOT / folder).iterdir()
        if p.suffix in (".csv", ".json", ".topojson") and p.is_file()
    }
    assert described == files
    for description in descriptions.read_descriptions(paths.ROOT / folder):
        assert description.data_path.stat().st_size == description.bytes
        validation.check_bytes(description, description.data_path.read_bytes())
        for lang in ("vi", "en"):
            assert description.localized("title", lang) and description.localized(
                "description", lang
            )
        assert description.raw["sources"] and description.raw["licence"]["name"]


@pytest.mark.parametrize(
    ("row", "code"),
    [("2025,72,1.1,1.5\n", "72"), ("2010,80,1.1,1.5\n", "80")],
    ids=["a code of the 63 among the 34", "a year of no list"],
)
def test_a_score_needs_a_province_of_its_year(copy, row, code):
    with (copy / "data" / "scores.csv").open("a", encoding="utf-8") as file:
        file.write(row)
    descriptions.stamp_description(copy / "data" / "scores.meta.toml")
    meta = copy / "data" / "scores.meta.toml"
    meta.write_text(meta.read_text("utf-8").replace("min = 2011", "min = 2010"), "utf-8")
    with pytest.raises(DataError) as caught:
        datasets_tables.load_tables(copy)
    assert caught.value.code == "vintage"
    sentence = caught.value.sentence("vi")
    assert "dòng 21893" in sentence and f"“{code}”" in sentence


@pytest.mark.slow
def test_a_year_of_the_34_is_ranked_among_the_34(tmp_path):
    dataset = Dataset.build(datasets_tables.load_tables(published_34.copy_data(tmp_path)))
    assert dataset.years[-1] == 2024 and dataset.all_years[-1] == published_34.YEAR
    new = dataset.published_34
    assert new.years == [published_34.YEAR] and not new.estimated
    totals = new.ranking(published_34.YEAR, "total").set_index("province")
    assert totals["rank"].tolist() == list(range(1, 35))
    assert totals.index[0] == "96" and totals.index[-1] == "01"
    assert totals.at["96", "score"] == pytest.approx(28 * 1.33)
    assert totals["group"].value_counts().to_dict() == {1: 9, 2: 8, 3: 8, 4: 9}
    # Code 80 was Long An and is Tây Ninh: nothing is compared across the mergers.
    assert totals["change"].isna().all()
    assert (
        new.province_name("80", "vi") == "Tây Ninh"
        and dataset.province_name("80", "vi") == "Long An"
    )
    assert published_34.YEAR not in dataset.estimated_34.years


def weights(copy, cells):
    """Write a file of weights with the template's description."""
    shutil.copy(copy / "data" / "templates" / "weights.meta.toml", copy / "data")
    rows = "".join(f"{code},,{weight}\n" for code, weight in cells.items())
    (copy / "data" / "weights.csv").write_text(f"province,name,weight\n{rows}", "utf-8")
    descriptions.stamp_description(copy / "data" / "weights.meta.toml")


@pytest.mark.slow
def test_weights_of_a_teams_own_make_the_estimates(copy):
    plain = Dataset.build(datasets_tables.load_tables(copy)).estimated_34.position(
        2024, "total", "80"
    )
    codes = datasets_tables.load_tables(copy).provinces["code"]
    weights(copy, {code: 3 if code == "72" else 1 for code in codes})
    tables = datasets_tables.load_tables(copy)
    assert tables.weights_title == ("dân số trung bình năm ...", "average population of ...")
    row = Dataset.build(tables).estimated_34.position(2024, "total", "80")
    assert row["score"] == pytest.approx(plain["high"] * 0.75 + plain["low"] * 0.25, abs=1e-5)


@pytest.mark.parametrize(
    ("change", "code", "part"),
    [
        (lambda w: w.pop("72"), "weights", "72"),
        (lambda w: w.update({"72": 0}), "weight", "dòng 47"),
        (lambda w: w.update({"99": 1}), "unknown", "99"),
        (lambda w: w.update({"72": "nhiều"}), "number", "nhiều"),
    ],
)
@pytest.mark.slow
def test_bad_weights_are_refused_in_one_sentence(copy, change, code, part):
    cells = dict.fromkeys(datasets_tables.load_tables(copy).provinces["code"], 1)
    change(cells)
    weights(copy, cells)
    with pytest.raises(DataError) as caught:
        datasets_tables.load_tables(copy)
    assert caught.value.code == code and part in caught.value.sentence("vi")


def test_weights_without_a_description_are_refused(copy):
    (copy / "data" / "weights.csv").write_text("province,weight\n72,1\n", "utf-8")
    with pytest.raises(DataError) as caught:
        datasets_tables.load_tables(copy)
    assert caught.value.code == "no_description"


@pytest.fixture(scope="module")
def data_copy(tmp_path_factory):
    """A copy of the data files for the whole module: a test restores what it changes."""
    return shutil.copytree(paths.ROOT / "data", tmp_path_factory.mktemp("data_copy") / "data")


@settings(max_examples=200, deadline=None)
@given(st.data())
@pytest.mark.slow
def test_any_damage_to_a_file_is_a_data_error(data_copy, choice):
    """Cut, overwritten, doubled or with a second header: never another error."""
    path = data_copy / "provinces.csv"
    good = path.read_bytes()
    how = choice.draw(st.sampled_from(["cut", "bytes", "twice", "header", "any"]))
    at = choice.draw(st.integers(0, len(good) - 1))
    if how == "cut":
        bad = good[:at]
    elif how == "bytes":
        junk = choice.draw(st.binary(min_size=1, max_size=6))
        bad = good[:at] + junk + good[at + len(junk) :]
    elif how == "twice":
        bad = good + good[at:]
    elif how == "header":
        bad = b"code,code," + good
    else:
        bad = choice.draw(st.binary(max_size=60))
    assume(bad != good)
    try:
        path.write_bytes(bad)
        with pytest.raises(DataError) as error:
            validation.load_table(data_copy / "provinces.meta.toml")
        assert error.value.sentence("vi")
    finally:
        path.write_bytes(good)


def test_a_digit_changed_under_the_old_time_is_seen(copy):
    path = copy / "data" / "scores.csv"
    before, stat = datasets_tables.data_version(copy), path.stat()
    text = path.read_bytes()
    path.write_bytes(text[:-2] + (b"1" if text[-2:-1] != b"1" else b"2") + b"\n")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert datasets_tables.data_version(copy) != before
