"""Tables on screen: which columns a narrow window shows first, and how rows are marked."""

from lib.charts.province_marks import kind_legend
from lib.common.theme import LIGHT
from lib.common.web_files import read_web_file
from lib.model.view import View
from lib.narrative import tables
from lib.ui.parts.tables import columns_on_screen


def test_a_table_begins_with_names_scores_and_ranks_and_ends_with_its_last_column(dataset):
    table = tables.measure_table(dataset, View(), "total")
    shown = columns_on_screen(table, "vi")
    assert shown[:3] == ["Tỉnh, thành phố", "Điểm", "Hạng"] and shown[-1] == "Mã"
    assert sorted(shown) == sorted(table.columns) and table.columns[0] == "Mã"
    estimated = dataset.estimated_34
    table = tables.measure_table(estimated, View(lang="en", units="34"), "total")
    assert columns_on_screen(table, "en")[:2] == ["Province or city", "Score"]
    own = tables.province_table(dataset, View(), ["1", "2"])
    assert columns_on_screen(own, "vi")[:3] == ["Nội dung", "Điểm", "Hạng"]


def test_rows_of_the_table_of_scores_are_marked_as_its_legend_says(dataset):
    signs = {"circle": "●", "square": "■"}
    styles = read_web_file("table.css")
    for row, item in zip(("own", "peer"), kind_legend(dataset, View(), LIGHT), strict=False):
        assert f'.sheet .{row} th::before{{content:"{signs[item.swatch]}"' in styles
