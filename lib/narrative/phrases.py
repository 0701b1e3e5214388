"""Phrases made of names and numbers that more than one page needs."""

from collections.abc import Collection

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.peer_groups import peer_codes, peer_set_name
from lib.model.view import View
from lib.stats.ranking import TOTAL

GROUPS = (1, 2, 3, 4)
_GROUP_ABOVE = {"q75": 1, "q50": 2, "q25": 3}  # the group that a cut opens


def group_name(code: int, lang: str) -> str:
    """The name of a group, 1 (highest) to 4 (lowest)."""
    return t(f"group.{code}", lang)


def view_measure_name(dataset: Dataset, view: View, short: bool = False) -> str:
    """The name of the view's measure."""
    return dataset.measure_name(view.measure, view.lang, short)


def short_measure(dataset: Dataset, measure: str, lang: str) -> str:
    """A measure's short name for the middle of a sentence."""
    name = dataset.measure_name(measure, lang, short=True)
    return name[0].lower() + name[1:]


def name_in_sentence(name: str, lang: str) -> str:
    """A sub-dimension's name within a sentence: English keeps its capitals."""
    return name if lang == "en" else name[0].lower() + name[1:]


def coverage_phrase(dataset: Dataset, view: View, measure: str) -> str:
    """ "61 of 63 provinces have figures": how many provinces a measure covers in the year."""
    table = dataset.ranking(view.year, measure)
    return t("say.coverage", view.lang, scored=len(table), all=len(dataset.provinces))


def unit_phrase(dataset: Dataset, view: View, measure: str) -> str:
    """The unit of a measure with its scale."""
    if measure == TOTAL:
        return t("say.unit_total", view.lang, max=dataset.max_score(view.year))
    return t("say.unit_dimension" if "." not in measure else "say.unit_sub", view.lang)


def measure_subtitle(dataset: Dataset, view: View, measure: str) -> str:
    """Measure, unit, year and coverage in one line."""
    return t(
        "say.subtitle",
        view.lang,
        measure=dataset.measure_name(measure, view.lang),
        unit=unit_phrase(dataset, view, measure),
        year=view.year,
        coverage=coverage_phrase(dataset, view, measure),
    )


def rank_phrase(row: pd.Series, lang: str) -> str:
    """ "rank 9/61"."""
    return t("say.rank", lang, rank=row["rank"], scored=row["scored"])


def rank_of_all(dataset: Dataset, row: pd.Series) -> str:
    """ "46/63" for the total, as it is commonly written; "9/61" of the scored for a dimension."""
    scored = len(dataset.provinces) if row["measure"] == TOTAL else int(row["scored"])
    return f"{int(row['rank'])}/{scored}"


def no_score_reason(
    dataset: Dataset, lang: str, codes: Collection[str], key: str = "say.missing"
) -> str:
    """Why provinces have no number on a map (``key``: the words for a published score)."""
    kinds = {dataset.estimated and dataset.is_merged(code) for code in codes}
    if len(kinds) > 1:
        return t("estimate.without", lang)
    return t("estimate.missing" if kinds == {True} else key, lang)


def group_ranges(dataset: Dataset, view: View, measure: str) -> list[dict[str, object]]:
    """The four groups of a measure: code, name, low and high score in it, how many provinces."""
    table = dataset.ranking(view.year, measure)
    ends = table.groupby("group")["score"].agg(["min", "max"])
    # As many decimals as it takes to tell one group's end from the next one's.
    decimals = next(
        (
            d
            for d in (2, 3, 4)
            if all(
                round(lower, d) < round(upper, d)
                for upper, lower in zip(ends["min"], ends["max"].iloc[1:], strict=False)
            )
        ),
        4,
    )
    out: list[dict[str, object]] = []
    for code in GROUPS:
        scores = table.loc[table["group"] == code, "score"]
        if scores.empty:
            continue
        low, high = scores.min(), scores.max()
        out.append(
            {
                "code": code,
                "name": group_name(code, view.lang),
                "low": low,
                "high": high,
                "range": "–".join(format_number(end, decimals, view.lang) for end in (low, high)),
                "count": len(scores),
            }
        )
    return out


def rank_change_phrase(change: int, lang: str) -> str:
    """ "up 11 places" in words."""
    if change == 0:
        return t("say.same_rank", lang)
    key = "up" if change > 0 else "down"
    plural = "" if lang == "vi" or abs(change) == 1 else "_many"
    return t(f"say.{key}{plural}", lang, n=abs(change))


def points_phrase(change: float, lang: str) -> str:
    """ "+1,02 points"."""
    return t("say.points", lang, n=format_signed(change, 2, lang))


def percent(share: float, lang: str) -> str:
    """A share (0-1) as "49%"; what is more than none but rounds to it reads "<1%"."""
    return "<1%" if 0 < share < 0.005 else f"{format_number(100 * share, 0, lang)}%"


def format_distance(points: float, lang: str) -> str:
    """A distance in points, with as many decimals as it takes not to read as none."""
    size = abs(points)
    decimals = next((d for d in (2, 3, 4, 5, 6) if round(size, d) > 0), 2)
    return format_number(size, decimals, lang)


def rounding_note(high: float, low: float, off: float, lang: str) -> str:
    """The remark that a difference comes from the full figures, where those written differ by else.

    42,33 less 40,83 reads 1,50 though the difference is 1,49.
    """
    high, low = (float(f"{value:.2f}") for value in (high, low))
    written = abs(high - low)
    return (
        ""
        if format_number(written, 2, lang) == format_distance(off, lang)
        else t("say.exact", lang)
    )


def standing_values(dataset: Dataset, view: View, own: pd.Series) -> dict[str, object]:
    """What sentences say of a province's total (``own`` is its row) by the names they use."""
    lang = view.lang
    return {
        "name": dataset.name_in_sentence(view.province, lang),
        "year": view.year,
        "score": format_number(own["score"], 2, lang),
        "max": dataset.max_score(view.year),
        "rank": own["rank"],
        "all": len(dataset.provinces),
        "scored": own["scored"],
        "known": scored_note(dataset, own, lang),
        "group": group_name(own["group"], lang).lower(),
        "region": dataset.region_name(view.province, lang),
        "region_rank": own["region_rank"],
        "region_scored": own["region_scored"],
    }


def scored_note(dataset: Dataset, own: pd.Series, lang: str) -> str:
    """ " (61 provinces with data)", which says so for the last of them; else "" if all have."""
    scored = int(own["scored"])
    plain = t("say.known", lang, scored=scored) if scored < len(dataset.provinces) else ""
    return last_place_note(own, lang) or plain


def last_place_note(own: pd.Series, lang: str) -> str:
    """ " (the last of 61 provinces with data)"; "" for every other."""
    lowest = own["score"] == own["lowest"]
    return t("say.known_last", lang, scored=int(own["scored"])) if lowest else ""


def caveats_phrase(dataset: Dataset, view: View, own: pd.Series) -> str:
    """What a short text must not leave out: the edge of a group, how usual the change is; or ""."""
    lang, parts = view.lang, []
    if cut := own["near"]:
        above, below = (group_name(_GROUP_ABOVE[cut] + i, lang).lower() for i in (0, 1))
        key = "on" if own["on_threshold"] else "above" if own[f"gap_{cut}"] > 0 else "below"
        parts.append(t(f"card.{key}_cut", lang, above=above, below=below))
    badge = dataset.badge(view.year, TOTAL, view.province).name
    if badge:
        parts.append(t("card.usual", lang, badge=t(f"badge.{badge}", lang).lower()))
    return "; ".join(parts)


def join_list(items: list[str], lang: str) -> str:
    """ "A, B and C"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {t('say.and', lang)} {items[-1]}"


def near_threshold_note(row: pd.Series, lang: str) -> str:
    """The note for a province on or next to a cut, "" for others."""
    cut = row["near"]
    if not cut:
        return ""
    above = group_name(_GROUP_ABOVE[cut], lang)
    below = group_name(_GROUP_ABOVE[cut] + 1, lang)
    if row["on_threshold"]:
        return t("say.on_cut", lang, above=above.lower(), below=below.lower())
    gap = row[f"gap_{cut}"]
    key = "say.above_cut" if gap > 0 else "say.below_cut"
    return t(
        key, lang, gap=format_number(abs(gap), 2, lang), above=above.lower(), below=below.lower()
    )


def peers_label(dataset: Dataset, view: View) -> str:
    """What the peers are called, "12 other provinces of ...", and how many of them have data."""
    lang, key, codes = view.lang, peer_set_name(dataset, view), peer_codes(dataset, view)
    region = dataset.region_name(view.province, lang)
    label = t(f"peers.label_{key}", lang, n=len(codes), region=region)
    scored = set(dataset.ranking(view.year, view.measure)["province"]).intersection(codes)
    if len(scored) == len(codes):
        return label
    return t("peers.label_part", lang, label=label, n=len(scored))


def missing_score_sentence(dataset: Dataset, view: View, measure: str = TOTAL) -> str:
    """Why the chosen province has no score in the view's year, in one sentence."""
    name = dataset.province_name(view.province, view.lang)
    year = dataset.positions_of_year(view.year)
    if measure != TOTAL:
        what = dataset.measure_name(measure, view.lang)
        return t("empty.measure", view.lang, name=name, measure=what, year=view.year)
    in_part = bool((year["province"] == view.province).any())
    key = "empty.partial" if in_part else "empty.missing"
    return t(key, view.lang, name=name, year=view.year)


def sub_dimension_titles(dataset: Dataset, view: View, dimension: str) -> tuple[str, str]:
    """Title and subtitle of a dimension's table of sub-dimensions."""
    lang = view.lang
    name = dataset.measure_name(dimension, lang)
    province = dataset.province_name(view.province, lang)
    own = dataset.position(view.year, dimension, view.province)
    subs = [
        dataset.position(view.year, s, view.province)
        for s in dataset.sub_dimensions(view.year, dimension)
    ]
    scored = [s for s in subs if s is not None]
    subtitle = t("dimensions.drill_subtitle", lang, name=province, year=view.year)
    if own is None or not scored:
        title = t("dimensions.drill_partial", lang, dimension=name, name=province, year=view.year)
        return title, subtitle
    worst = min(scored, key=lambda s: s["percentile"])
    title = t(
        "dimensions.drill_title",
        lang,
        dimension=name,
        rank=own["rank"],
        scored=own["scored"],
        worst=dataset.measure_name(worst["measure"], lang),
        worst_rank=worst["rank"],
    )
    return title, subtitle


def source_line(view: View, key: str = "source.scores", **values: object) -> str:
    """A source line (a text key), which says so where the figures are only tried out."""
    text = t(key, view.lang, **values)
    return f"{t('preview.mark', view.lang)} {text}" if view.preview else text
