"""The years that lead up to one of the 34: whose they are, where they stand, what breaks."""

import pandas as pd
import pytest

from lib.stats.ranking import add_positions, measure_eras, measured_sub_dimensions
from lib.stats.successors.history import successor_history

# 2023 has a sub-dimension less, so dimension 1 starts another era in 2024.
SUBS = pd.DataFrame(
    {
        "code": ["1.1", "1.2"],
        "dimension": ["1", "1"],
        "year_from": [2023, 2024],
        "year_to": [None, None],
    }
).astype({"year_to": float})
ERAS = measure_eras(measured_sub_dimensions(SUBS, [2023, 2024, 2025]))


def positions(rows, **columns):
    table = pd.DataFrame(rows, columns=["year", "province", "score"]).assign(measure="1", era=9)
    regions = pd.DataFrame({"code": sorted(set(table["province"])), "region": "A"})
    return add_positions(table, regions).assign(**columns)


OLD = positions([(2023, "10", 4.0), (2023, "11", 6.0), (2023, "20", 5.0), (2023, "21", 3.0),
                 (2024, "10", 4.0), (2024, "20", 5.0)])  # fmt: skip
ESTIMATES = positions(
    [(2023, "11", 5.5), (2023, "20", 4.0), (2024, "11", 4.2), (2024, "20", 5.0)], basis="10 11"
).assign(low=[4.0, 3.0, 4.0, 5.0], high=[6.0, 5.0, 4.0, 5.0], imputed=["", "", "11", ""])
OWN = positions([(2025, "11", 7.0), (2025, "20", 5.0)])


def history(successor="11", members=("10", "11"), own=OWN):
    return successor_history(OLD, ESTIMATES, own, ERAS, list(members), successor, "1")


def test_members_then_the_estimate_then_the_published_years():
    table = history()
    assert list(zip(table["kind"], table["unit"], table["year"], strict=True)) == [
        ("member", "10", 2023), ("member", "10", 2024), ("member", "11", 2023),
        ("estimate", "11", 2023), ("estimate", "11", 2024), ("published", "11", 2025),
    ]  # fmt: skip
    assert table["units"].tolist() == ["63"] * 3 + ["34"] * 3
    assert table["imputed"].tolist() == ["", "", "", "", "11", ""]


def test_each_stands_among_the_units_of_its_year():
    table = history().set_index(["kind", "year", "unit"])
    member = table.loc[("member", 2023, "10")]
    assert (member["percentile"], member["scored"], member["rank"]) == (0.5, 4, 3)
    estimate = table.loc[("estimate", 2023, "11")]
    assert (estimate["percentile"], estimate["scored"]) == (1.0, 2)
    # A province with the lowest member's 4.0 would stand where the lower estimate stands.
    assert (estimate["low_percentile"], estimate["high_percentile"]) == (0.5, 1.0)
    own = table.loc[("published", 2025, "11")]
    assert (own["low"], own["high"], own["percentile"]) == (7.0, 7.0, 1.0)


def test_the_era_runs_on_over_the_merger_and_breaks_with_the_definition():
    assert history().set_index("year")["era"].groupby("year").unique().map(list).to_dict() == {
        2023: [0], 2024: [1], 2025: [1],
    }  # fmt: skip


def test_without_a_published_year_the_history_ends_with_the_estimate():
    assert history(own=OWN.iloc[:0])["kind"].tolist()[-1] == "estimate"
    assert history("99", ["98"]).empty


@pytest.mark.parametrize("measure", ["total", "1", "3.1"])
def test_the_new_tay_ninh(dataset, measure):
    from lib.model import successors

    table = successors.history(dataset, "80", measure)
    estimates = table[table["kind"] == "estimate"].set_index("year")
    members = table[table["kind"] == "member"].pivot(index="year", columns="unit", values="score")
    assert list(members) == ["72", "80"] and estimates.index[-1] == 2024
    assert (estimates["low"] == members.min(axis=1)).all()
    assert (estimates["high"] == members.max(axis=1)).all()
    inside = estimates["percentile"].between(
        estimates["low_percentile"], estimates["high_percentile"]
    )
    assert inside.all()
    if measure == "total":
        assert estimates["era"].nunique() == 2 and estimates.loc[2024, "rank"] == 10
