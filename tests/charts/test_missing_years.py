"""Lines over the years stop where a year has no score."""

import pandas as pd
import pytest

from lib.charts.registry import draw
from lib.charts.year_axes import numbered_runs
from lib.model.view import View
from tests.charts.test_marks import rows_of


def test_a_line_stops_at_a_missing_year_and_where_an_era_begins():
    years = [2011, 2012, 2014, 2015, 2016]  # of the measure: nobody has 2013
    rows = pd.DataFrame(
        [
            ("a", 2016, 1),
            ("a", 2011, 0),
            ("a", 2012, 0),
            ("a", 2014, 0),
            ("b", 2011, 0),
            ("b", 2014, 0),
            ("b", 2015, 1),
        ],
        columns=["line", "year", "era"],
        index=[9, 8, 7, 6, 5, 4, 3],
    )
    assert numbered_runs(rows, "line", years).to_dict() == {
        8: 1,
        7: 1,
        6: 1,
        9: 2,  # without 2015
        5: 1,
        4: 2,
        3: 3,  # without 2012; 2015 is another era
    }


@pytest.mark.parametrize(
    ("chart", "line", "name"),
    [("trends.path", "province", "24"), ("peers.bump", "name", "Bắc Giang")],
)
def test_bac_giang_has_no_line_over_years_without_a_total(dataset, chart, line, name):
    figure = draw(chart, dataset, View(province="24", year=2024))
    rows = pd.DataFrame(rows_of(figure, "rows"))
    own = rows[rows[line] == name].sort_values("year")
    runs = own.groupby("run")["year"].agg(["min", "max"]).to_numpy().tolist()
    assert runs == [[2011, 2013], [2015, 2017], [2018, 2020], [2023, 2024]]  # 2018: another scale
