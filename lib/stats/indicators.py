"""Where does a province stand in each indicator below a sub-dimension?

An indicator is a share of citizens (per cent) or a figure on a scale of its own. Whether more is
better is not printed, so a place counts from the highest value; a rank is given where the direction
is known.
"""

import numpy as np
import pandas as pd

_KEYS = ["year", "indicator"]


def indicator_positions(values: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """The place of every value among those of its year.

    Args:
        values: year, province, indicator, value, of provinces of one list.
        catalogue: id, year, sub_dimension, position, label_vi, label_en, scale, unit, low, high,
            direction ("higher", "lower" is better, "" = not known).

    Returns:
        year, province, indicator, value, the columns of ``catalogue`` but low and high; place (1 =
        highest value; equal values share the better place), n (provinces with a value), median,
        lowest, highest, rank (1 = best; NaN where the direction is not known), change (value minus
        that of the year before, NaN without one; an indicator has one code in two years only where
        label and scale are the same). In the order of the catalogue.
    """
    named = catalogue.drop(columns=["low", "high"]).rename(columns={"id": "indicator"})
    table = values.merge(named, on=_KEYS)
    groups = table.groupby(_KEYS)["value"]
    places = groups.rank(ascending=False, method="min")
    ranks = places.where(table["direction"] != "lower", groups.rank(method="min"))
    before = values.assign(year=values["year"] + 1).rename(columns={"value": "before"})
    table = table.assign(
        place=places.astype("int64"),
        n=groups.transform("size"),
        median=groups.transform("median"),
        lowest=groups.transform("min"),
        highest=groups.transform("max"),
        rank=ranks.where(table["direction"] != "", np.nan),
    ).merge(before, on=["year", "province", "indicator"], how="left")
    table["change"] = table["value"] - table.pop("before")
    order = ["year", "sub_dimension", "position", "indicator", "province"]
    return table.sort_values(order, ignore_index=True)
