"""A template that was filled in with a spreadsheet goes into the data as it was meant."""

import shutil

import pytest

from lib import catalog
from lib.common.paths import ROOT
from lib.datasets import descriptions, validation
from lib.exports.csv_files import csv_bytes
from lib.narrative.tables import weights_template

GOOD = "province,name,weight\n01,Thành phố Hà Nội,8.5\n02,Tỉnh Hà Giang,0.9\n"
_ROWS = "1;Thành phố Hà Nội;8,5\r\n2;Tỉnh Hà Giang;0,9\r\n"
SAVED = {
    "Vietnamese": f"province;name;weight\r\n{_ROWS};;\r\n",
    "English": "province,name,weight\r\n" + _ROWS.replace(",", ".").replace(";", ","),
    "with a mark": "\ufeff" + GOOD.replace(",", ";").replace(".", ","),
}


@pytest.fixture
def stamp(tmp_path):
    """Write a file of weights beside its description, run the command, return both paths."""

    def run(content):
        path = tmp_path / "weights.meta.toml"
        shutil.copy(ROOT / "data" / "templates" / "weights.meta.toml", path)
        (tmp_path / "weights.csv").write_bytes(content.encode())
        return catalog.main([str(path)]), path

    return run


@pytest.mark.parametrize("content", SAVED.values(), ids=SAVED)
def test_what_a_spreadsheet_saved_is_put_into_the_form_of_the_data(stamp, capsys, content):
    code, path = stamp(content)
    assert code == 0 and path.with_name("weights.csv").read_text("utf-8") == GOOD
    table = validation.load_table(path)
    assert table["province"].tolist() == ["01", "02"] and table["weight"].tolist() == [8.5, 0.9]
    vietnamese, english = capsys.readouterr().out.splitlines()
    assert "dấu phẩy thập phân" in vietnamese and "decimal commas" in english


def test_a_file_in_the_form_of_the_data_stays_byte_by_byte(stamp, capsys):
    quoted = 'province,name,weight\n01,"Hà Nội",8.50\n'  # as somebody wrote it
    code, path = stamp(quoted)
    assert code == 0 and path.with_name("weights.csv").read_text("utf-8") == quoted
    assert capsys.readouterr().out == ""


def test_a_number_of_two_meanings_is_refused_and_nothing_is_written(stamp, capsys):
    content = "province;name;weight\r\n01;Hà Nội;8.500\r\n"
    code, path = stamp(content)
    assert code == 1 and path.with_name("weights.csv").read_bytes() == content.encode()
    vietnamese, english = capsys.readouterr().err.splitlines()
    assert "cột “weight”, dòng 2: “8.500”" in vietnamese and "row 2" in english


def test_a_missing_file_is_one_sentence(tmp_path, capsys):
    path = tmp_path / "weights.meta.toml"
    shutil.copy(ROOT / "data" / "templates" / "weights.meta.toml", path)
    assert catalog.main([str(path)]) == 1
    assert "weights.csv" in capsys.readouterr().err
    assert catalog.main([str(tmp_path / "nothing.meta.toml")]) == 1


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_template_of_weights_comes_back_whole(stamp, dataset, lang):
    filled = weights_template(dataset).assign(weight=1.25)
    code, path = stamp(csv_bytes(filled, lang).decode())
    table = validation.load_table(path)
    assert code == 0 and set(table["weight"]) == {1.25}
    assert table["province"].tolist() == list(dataset.provinces.index)


def test_the_project_s_own_files_are_left_alone(tmp_path, capsys):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    paths = sorted((tmp_path / "data").glob("*.meta.toml"))
    before = [descriptions.read_description(path).data_path.read_bytes() for path in paths]
    assert catalog.main([str(path) for path in paths]) == 0
    after = [descriptions.read_description(path).data_path.read_bytes() for path in paths]
    assert before == after and capsys.readouterr().out == ""
