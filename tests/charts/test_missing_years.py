"""Lines over the years stop where a year has no score."""

import pandas as pd
import pytest

from lib.charts.editable import registry
from lib.charts.registry import draw
from lib.charts.year_axes import numbered_runs
from lib.model.unit_lists import resolve_units
from lib.model.view import View
from tests.charts.test_marks import rows_of
from tests.support import made_up_34


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


def test_on_a_slide_no_line_leads_over_a_year_without_a_total():
    view = View(province="79", year=2025)
    of_34, view = resolve_units(made_up_34.build_dataset((2025,)), view)
    chart = registry.EDITABLE_CHARTS["trends.path"](of_34, view)
    runs = [series.x for series in chart.series if series.name == "Bình Dương"]
    # Without a total in 2023; the scale is another from 2018 on.
    assert runs == [tuple(range(2011, 2018)), tuple(range(2018, 2023)), (2024,)]
