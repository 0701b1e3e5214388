"""Estimates of the 34 from small hand-made frames: means, what they rest on, gaps, gains."""

import pandas as pd
import pytest

from lib.stats import mergers

# One successor of three members, one of two, one that was not merged.
MERGERS = pd.DataFrame(
    {
        "province": ["10", "11", "12", "20", "21", "30"],
        "successor": ["11"] * 3 + ["20"] * 2 + ["30"],
    }
)


def scores(*rows):
    return pd.DataFrame(rows, columns=["year", "province", "measure", "score"])


def estimate(table, weights=None):
    return mergers.estimate_scores(table, MERGERS, weights).set_index(["province", "measure"])


def test_the_mean_its_range_and_what_it_rests_on():
    found = estimate(
        scores((2024, "10", "1", 4.0), (2024, "11", "1", 5.0), (2024, "12", "1", 9.0),
               (2024, "30", "1", 7.0))
    )  # fmt: skip
    row = found.loc["11", "1"]
    assert (row["score"], row["low"], row["high"]) == (6.0, 4.0, 9.0)
    assert (row["basis"], row["coverage"]) == ("10 11 12", 1.0)
    assert found.loc["30", "1"]["score"] == 7.0
    assert ("20", "1") not in found.index


@pytest.mark.parametrize(
    ("published", "shown"), [(["10"], False), (["10", "11"], True), (["20"], True)]
)
def test_below_half_of_the_members_nothing_is_shown(published, shown):
    found = mergers.estimate_scores(scores(*((2024, p, "1", 5.0) for p in published)), MERGERS)
    assert len(found) == shown
    if shown:
        assert found.iloc[0]["basis"] == " ".join(published)


def test_weights_make_the_mean_and_decide_what_is_half():
    weights = pd.DataFrame({"province": list(MERGERS["province"]), "weight": [6, 1, 1, 3, 1, 5]})
    table = scores((2024, "10", "1", 4.0), (2024, "20", "1", 4.0), (2024, "20", "2", 4.0),
                   (2024, "21", "1", 8.0), (2024, "21", "3", 8.0))  # fmt: skip
    found = estimate(table, weights)
    assert found.loc["11", "1"]["coverage"] == 0.75  # one of three, but most of the weight
    assert found.loc["20", "1"]["score"] == 5.0
    assert ("20", "2") in found.index and ("20", "3") not in found.index


def test_a_missing_member_is_imputed_and_named():
    table = scores((2024, "10", "1", 4.0), (2024, "20", "1", 4.0))
    added = scores((2024, "11", "1", 7.0), (2024, "21", "1", 6.0), (2024, "30", "1", 5.0))
    found = mergers.estimate_scores(table, MERGERS, None, added).set_index("province")
    own = found.loc["20"]
    assert (own["score"], own["low"], own["high"]) == (5.0, 4.0, 4.0)
    assert (own["basis"], own["imputed"], own["coverage"]) == ("20", "21", 0.5)
    assert found.loc["11", "score"] == 5.5  # 12 is known in no way; two of three are enough
    assert "30" not in found.index  # nothing of it was published


def test_each_measure_rests_on_the_scores_published_in_it():
    found = estimate(
        scores((2018, "20", "1", 4.0), (2018, "21", "1", 6.0), (2018, "20", "total", 40.0))
    )
    assert found.loc["20", "1"]["basis"] == "20 21"
    assert found.loc["20", "total"]["basis"] == "20"


def test_a_change_needs_the_same_members_in_both_years(dataset):
    table = dataset.estimated_34.positions
    own = table[(table["measure"] == "total") & (table["province"] == "79")].set_index("year")
    assert own.loc[2023, "basis"] == "77 79"  # Bình Dương was not published
    assert pd.isna(own.loc[2023, "change"]) and pd.isna(own.loc[2024, "change"])
    assert pd.isna(own.loc[2024, "prev_rank"]) and not own.loc[2024, "redefined"]
    long_an = table[(table["measure"] == "total") & (table["province"] == "80")].set_index("year")
    members = dataset.ranking(2024, "total").set_index("province")["change"]
    assert long_an.loc[2024, "change"] == pytest.approx(
        0.4074 * members["72"] + 0.5926 * members["80"], abs=1e-3
    )


def test_the_34_on_real_figures(dataset):
    estimates = dataset.estimated_34
    assert estimates.estimated and estimates.units == "34" and len(estimates.provinces) == 34
    assert sum(len(codes) > 1 for codes in dataset.members.values()) == 23
    assert all(code in codes for code, codes in dataset.members.items())
    row = estimates.position(2024, "total", "80")
    # Long An has 1,713.7 of 2,892.0 thousand inhabitants.
    assert row["score"] == pytest.approx(0.5926 * 42.293 + 0.4074 * 47.346, abs=1e-2)
    assert (row["rank"], row["scored"], row["basis"]) == (10, 34, "72 80")
    assert estimates.unscored_provinces(2023, "total") == [
        "22"
    ]  # Quảng Ninh, not merged, not published
    assert estimates.yearly_changes.empty and estimates.badge(2024, "total", "80").name == ""
    assert dataset.published_34 is None


def test_a_province_that_was_not_merged_keeps_its_score(dataset):
    for code in (c for c, members in dataset.members.items() if len(members) == 1):
        own, new = (
            dataset.position(2024, "total", code),
            dataset.estimated_34.position(2024, "total", code),
        )
        assert own["score"] == new["score"]


def test_member_gaps_from_the_widest(dataset):
    table = mergers.member_gaps(dataset.positions, dataset.tables.mergers, 2024)
    assert len(table) == 23 and table["compared"].unique().tolist() == [22]
    assert table["successor"].tolist()[:2] == ["68", "80"]
    own = table.set_index("successor").loc["80"]
    assert (own["best"], own["worst"], own["rank"]) == ("72", "80", 2)
    assert own["gap"] == pytest.approx(own["high"] - own["low"], abs=1e-6)
    alone = table.set_index("successor").loc["82"]  # Tiền Giang was not published
    assert alone["published"] == 1 and pd.isna(alone["gap"]) and pd.isna(alone["rank"])
    assert table["gap"].dropna().is_monotonic_decreasing


def test_member_gaps_by_hand_and_equal_ones_in_the_order_of_codes():
    table = pd.DataFrame(
        [
            ("20", "10", 41.0), ("21", "10", 43.0), ("22", "10", 42.0),
            ("30", "05", 40.0), ("31", "05", 38.0),
            ("40", "15", 45.0), ("41", "15", 40.0),
            ("50", "16", 45.0), ("51", "16", None),
            ("60", "17", None), ("61", "17", None),
            ("70", "70", 45.0),
        ],
        columns=["province", "successor", "score"],
    )  # fmt: skip
    scored = table.dropna().assign(year=2024, measure="total")
    others = scored.assign(year=2023, score=0.0)
    found = mergers.member_gaps(pd.concat([scored, others]), table[["province", "successor"]], 2024)
    assert found["successor"].tolist() == ["15", "05", "10", "16", "17"]
    assert found["gap"].tolist()[:3] == [5.0, 2.0, 2.0] and found["gap"].isna().sum() == 2
    assert found["rank"].tolist()[:3] == [1, 2, 2] and found["rank"].isna().sum() == 2
    assert found["members"].tolist() == [2, 2, 3, 2, 2]
    assert found["published"].tolist() == [2, 2, 3, 1, 0]
    assert found["best"].tolist() == ["40", "30", "21", "50", ""]
    assert found["worst"].tolist() == ["41", "31", "20", "50", ""]
    assert found["high"].tolist()[:4] == [45.0, 40.0, 43.0, 45.0]
    assert found["low"].tolist()[:4] == [40.0, 38.0, 41.0, 45.0]
    assert set(found["compared"]) == {3}


def test_gain_at_the_best_member_is_from_the_mean_to_the_best():
    members = mergers.compare_members(
        pd.DataFrame(
            {
                "year": 2024, "province": ["20", "21", "20", "21", "20"],
                "measure": ["1", "1", "2", "2", "3"], "score": [4.0, 6.0, 5.0, 3.0, 5.0],
                "rank": 1, "scored": 6, "percentile": 0.5, "group": 1,
            }
        ),
        ["20", "21"], 2024,
    )  # fmt: skip
    assert members[members["measure"] == "1"]["behind"].tolist() == [2.0, 0.0]
    table = mergers.gain_at_best_member(members, ["1", "2", "3"]).set_index("measure")
    assert table["gain"].to_dict() == {"1": 1.0, "2": 1.0}  # 3 has one member only
    assert table["best"].to_dict() == {"1": "21", "2": "20"}
    heavy = mergers.gain_at_best_member(members, ["1"], {"20": 3.0, "21": 1.0})
    assert heavy["gain"].tolist() == [1.5] and heavy["lasting"].tolist() == [0.75]


def test_population_adds_up_to_the_country_and_weighs_the_estimates(dataset):
    population = dataset.tables.population
    sums = population[["population_2019", "population_2020"]].sum().round(1)
    assert sums.tolist() == [96484.0, 97582.6]
    weights = dataset.tables.weights.set_index("province")["weight"]
    assert (weights["80"] / weights[["72", "80"]].sum()).round(3) == 0.593
    assert dataset.tables.weights_title[0] == "dân số trung bình năm 2020"


def test_an_estimate_has_six_decimals_as_a_score_has():
    third = pd.DataFrame({"province": ["01", "02", "04"], "successor": "01"})
    table = scores(*((2024, p, "1", s) for p, s in (("01", 5.0), ("02", 5.0), ("04", 6.0))))
    assert mergers.estimate_scores(table, third)["score"].tolist() == [5.333333]
