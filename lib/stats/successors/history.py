"""How does the history of the 63 lead up to one of the 34? Members, estimate, published years.

Ranks among 63 and among 34 do not compare, so positions are percentiles: the fraction of the units
of a year at or below. Points go on one line within an era only.
"""

import numpy as np
import pandas as pd

KINDS = ("member", "estimate", "published")
_COLUMNS = ["year", "kind", "unit", "units", "score", "low", "high", "percentile"]
_COLUMNS += ["low_percentile", "high_percentile", "rank", "scored", "group", "era"]
_COLUMNS += ["basis", "imputed"]


def successor_history(
    positions_63: pd.DataFrame,
    estimates: pd.DataFrame,
    published: pd.DataFrame,
    eras: pd.DataFrame,
    members: list[str],
    successor: str,
    measure: str,
) -> pd.DataFrame:
    """The members' published years, the estimate of the same years, the successor's own years.

    Args:
        positions_63: of the 63; see ``ranking.compute_positions``.
        estimates: of the 34 in the years of the 63; see ``mergers.estimate_positions``.
        published: of the 34 by their own scores; see ``ranking.compute_positions``; may be empty.
        eras: of the measures in all these years; see ``ranking.measure_eras``.
        members: codes of the 63.
        successor: code of the 34.
        measure: total, dimension or sub-dimension.

    Returns:
        year, kind (of KINDS), unit (code: of the 63 for a member), units ("63" or "34"), score
        (points), low, high (the published members' range for an estimate, else the score),
        percentile (0-1, a member among the 63, the others among the 34), low_percentile,
        high_percentile (where low and high would stand among the same units), rank, scored
        (number of units), group (1-4), era (scores of two do not go on one line), basis and imputed
        (of an estimate: codes of members published and imputed, else ""); members first, then by
        year. Empty where nothing of it was published.
    """
    of_members = _rows(positions_63, members, measure).assign(kind=KINDS[0], units="63")
    of_estimate = _rows(estimates, [successor], measure).assign(kind=KINDS[1], units="34")
    own = _rows(published, [successor], measure).assign(kind=KINDS[2], units="34")
    tables = [table for table in (of_members, of_estimate, own) if len(table)]
    if not tables:
        return pd.DataFrame(columns=_COLUMNS)
    out = pd.concat(tables, ignore_index=True)
    eras = eras.loc[eras["measure"] == measure, ["year", "era"]]
    out = out.drop(columns="era").merge(eras, on="year", how="left", sort=False)
    order = {kind: number for number, kind in enumerate(KINDS)}
    out["order"] = out["kind"].map(order)
    out = out.sort_values(["order", "province", "year"]).rename(columns={"province": "unit"})
    return out[_COLUMNS].reset_index(drop=True)


def _rows(positions: pd.DataFrame, codes: list[str], measure: str) -> pd.DataFrame:
    """Rows of these provinces, with range, its percentiles and what they rest on."""
    table = positions[positions["measure"] == measure]
    out = table[table["province"].isin(codes)].copy()
    if "basis" not in out:
        out = out.assign(low=out["score"], high=out["score"], basis="", imputed="")
    scores = {year: np.sort(rows.to_numpy()) for year, rows in table.groupby("year")["score"]}
    for name in ("low", "high"):
        places = [
            np.searchsorted(scores[year], score, side="right") / len(scores[year])
            for year, score in zip(out["year"], out[name], strict=True)
        ]
        out[f"{name}_percentile"] = np.array(places, dtype=float)
    return out
