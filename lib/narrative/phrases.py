"""Phrases made of names and numbers that more than one page needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lib.common.numbers import format_number, format_signed
from lib.common.text import t
from lib.model.chosen_peers import peer_codes, peer_set_name
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.stats.ranking import TOTAL

GROUPS = (1, 2, 3, 4)
_GROUP_ABOVE = {"q75": 1, "q50": 2, "q25": 3}  # the group that begins at a threshold


def group_name(code: int, lang: str) -> str:
    """The name of a group, 1 (highest) to 4 (lowest)."""
    return t(f"group.{code}", lang)


def view_measure_name(dataset: Dataset, view: View, short: bool = False) -> str:
    """The name of the view's measure."""
    return dataset.measure_name(view.measure, view.lang, short)


def headline_names(dataset: Dataset, view: View) -> list[str]:
    """The names of the view's measure for a headline, the longest first: a sub-dimension's code."""
    names = [view_measure_name(dataset, view, short=True)]
    return names + ([t("say.by_code", view.lang, code=view.measure)] if "." in view.measure else [])


def lower_first(text: str) -> str:
    """The text with its first letter in lower case, for the middle of a sentence."""
    return text[:1].lower() + text[1:]


def short_name_in_sentence(dataset: Dataset, measure: str, lang: str) -> str:
    """A measure's short name for the middle of a sentence."""
    return lower_first(dataset.measure_name(measure, lang, short=True))


def full_name_in_sentence(dataset: Dataset, measure: str, lang: str) -> str:
    """A measure's official name for the middle of a sentence; English keeps its capitals."""
    name = dataset.measure_name(measure, lang)
    return name if lang == "en" else lower_first(name)


def name_with_code(dataset: Dataset, measure: str, lang: str) -> str:
    """ "6.2 Public primary education": a measure's code and official name."""
    return f"{measure} {dataset.measure_name(measure, lang)}"


def coverage_phrase(dataset: Dataset, view: View, measure: str) -> str:
    """ "61 of 63 provinces have figures": how many provinces a measure covers in the year."""
    table = dataset.ranking(view.year, measure)
    return t("say.coverage", view.lang, scored=len(table), all=len(dataset.provinces))


def unit_phrase(dataset: Dataset, view: View, measure: str) -> str:
    """The unit of a measure with its scale, "points (0-80)"."""
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


def rank_phrase(row: pd.Series | Mapping[str, Any], lang: str) -> str:
    """ "rank 9/61"."""
    return t("say.rank", lang, rank=row["rank"], scored=row["scored"])


def scored_range(positions: pd.DataFrame) -> str:
    """How many provinces have a score in each of several measures: "61", or "62–63"."""
    ends = sorted({int(positions["scored"].min()), int(positions["scored"].max())})
    return "–".join(map(str, ends))


def format_rank(dataset: Dataset, row: pd.Series) -> str:
    """ "46/63": a rank out of all provinces for the total, as PAPI itself writes it.

    For a dimension or sub-dimension it is out of the provinces that have a score ("9/61").
    """
    scored = len(dataset.provinces) if row["measure"] == TOTAL else int(row["scored"])
    return f"{int(row['rank'])}/{scored}"


@dataclass(frozen=True)
class GroupRange:
    """One of the four groups: its code (1 = highest) and name, its scores, how many provinces.

    ``close`` says that the group above begins at the same two decimals, else it is "".
    """

    code: int
    name: str
    scores: str
    close: str
    count: int


def group_ranges(dataset: Dataset, view: View, measure: str) -> list[GroupRange]:
    """The groups of a measure that have members, the highest first."""
    table = dataset.ranking(view.year, measure)
    members: dict[int, list[float]] = {}
    for code, score in zip(table["group"].tolist(), table["score"].tolist(), strict=True):
        members.setdefault(code, []).append(score)
    ranges: list[GroupRange] = []
    above = ""
    for code in (group for group in GROUPS if group in members):
        ends = min(members[code]), max(members[code])
        low, high = (format_number(end, 2, view.lang) for end in ends)
        close = t("say.close", view.lang) if high == above else ""
        name = group_name(code, view.lang)
        ranges.append(GroupRange(code, name, f"{low}–{high}", close, len(members[code])))
        above = low
    return ranges


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


def format_percent(fraction: float, lang: str) -> str:
    """A fraction (0-1) as "49%"; one above 0 that would round to "0%" reads "<1%"."""
    return "<1%" if 0 < fraction < 0.005 else f"{format_number(100 * fraction, 0, lang)}%"


def format_distance(points: float, lang: str) -> str:
    """A distance in points without its sign, with as many decimals as keep it from reading 0."""
    size = abs(points)
    decimals = next((d for d in (2, 3, 4, 5, 6) if round(size, d) > 0), 2)
    return format_number(size, decimals, lang)


def rounding_note(high: float, low: float, difference: float, lang: str) -> str:
    """The remark that a difference was computed before rounding, where the reader gets another.

    42,33 less 40,83 reads 1,50 though the difference of the full figures is 1,49. "" where the
    written figures give the written difference.
    """
    high, low = (float(f"{value:.2f}") for value in (high, low))
    written = format_number(abs(high - low), 2, lang)
    return "" if written == format_distance(difference, lang) else t("say.exact", lang)


def total_text_values(dataset: Dataset, view: View, own_total: pd.Series) -> dict[str, object]:
    """The values of the placeholders that sentences on a province's total share.

    Args:
        dataset: the dataset of the view.
        view: province, year and language.
        own_total: the province's position by the total.
    """
    lang = view.lang
    return {
        "name": dataset.name_in_sentence(view.province, lang),
        "year": view.year,
        "score": format_number(own_total["score"], 2, lang),
        "max": dataset.max_score(view.year),
        "rank": own_total["rank"],
        "all": len(dataset.provinces),
        "scored": own_total["scored"],
        "known": scored_count_note(dataset, own_total, lang),
        "group": group_name(own_total["group"], lang).lower(),
        "region": dataset.region_name(view.province, lang),
        "region_known": region_count_note(dataset, own_total, lang),
        "region_place": region_place_phrase(own_total, lang),
    }


def scored_count_note(dataset: Dataset, row: pd.Series, lang: str, brief: bool = False) -> str:
    """ " (61 provinces with data)" after a rank; "" where all provinces have a score.

    For the province in the last place it is ``last_place_note`` in either case unless ``brief``.
    """
    scored = int(row["scored"])
    count_note = t("say.known", lang, scored=scored) if scored < len(dataset.provinces) else ""
    return count_note if brief else last_place_note(row, lang) or count_note


def region_count_note(dataset: Dataset, row: pd.Series, lang: str) -> str:
    """ " (10 of 11 provinces with data)" after a rank in the region; "" where all have a score."""
    provinces, scored = dataset.provinces, int(row["region_scored"])
    in_region = int((provinces["region"] == row["region"]).sum())
    return "" if scored == in_region else t("say.known_region", lang, scored=scored, all=in_region)


def region_place_phrase(row: pd.Series, lang: str) -> str:
    """A rank within the region after the province's name: "đứng thứ 7/13", "đứng đầu 3 địa phương".

    A region of one scored province has no first.
    """
    rank, scored = int(row["region_rank"]), int(row["region_scored"])
    if rank == 1 < scored:
        return t("say.first_in_region", lang, scored=scored)
    return t("say.rank_in_region", lang, rank=rank, scored=scored)


def last_place_note(row: pd.Series, lang: str) -> str:
    """ " (the last of 61 provinces with data)" after a rank; "" for any but the last place."""
    is_last = row["score"] == row["lowest"]
    return t("say.known_last", lang, scored=int(row["scored"])) if is_last else ""


def caveats_phrase(dataset: Dataset, view: View, own_total: pd.Series, brief: bool = False) -> str:
    """What even a short text says of a total: a threshold that is near, how usual the change is.

    "" where neither applies. ``brief`` is for a card, which has told the change itself.
    """
    lang, parts = view.lang, []
    if threshold := own_total["near"]:
        above, below = (group_name(_GROUP_ABOVE[threshold] + i, lang).lower() for i in (0, 1))
        gap = own_total[f"gap_{threshold}"]
        key = "on" if own_total["on_threshold"] else "above" if gap > 0 else "below"
        parts.append(t(f"card.{key}_cut", lang, above=above, below=below))
    badge = dataset.badge(view.year, TOTAL, view.province).name
    if badge:
        parts.append(
            t(
                "card.usual_brief" if brief else "card.usual",
                lang,
                change=format_signed(own_total["change"], 2, lang),
                year=own_total["prev_year"],
                badge=t(f"badge.{badge}", lang).lower(),
            )
        )
    return "; ".join(parts)


def join_list(items: list[str], lang: str) -> str:
    """ "A, B and C"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {t('say.and', lang)} {items[-1]}"


def join_with_notes(pairs: Iterable[tuple[str, str]], lang: str) -> str:
    """ "A (note), B (note) and C (note)" of pairs of a name and its note."""
    return join_list([f"{name} ({note})" for name, note in pairs], lang)


def provinces_with_ranks(dataset: Dataset, rows: Iterable[pd.Series], lang: str) -> str:
    """ "Sóc Trăng (rank 4) and ...": provinces with their ranks, in the order of the rows."""
    return join_with_notes(
        (
            (
                dataset.province_name(row["province"], lang),
                t("say.rank_alone", lang, rank=row["rank"]),
            )
            for row in rows
        ),
        lang,
    )


def lowest_placed(ranked: pd.DataFrame, n: int) -> pd.DataFrame:
    """The ``n`` measures in which a province stands lowest, and all others in the last place.

    Args:
        ranked: score, lowest; the province's positions, best first.
        n: how many are named at least.

    Returns:
        The rows, lowest first.
    """
    last_places = int((ranked["score"] == ranked["lowest"]).sum())
    return ranked.iloc[::-1].head(max(n, last_places))


def measures_with_ranks(dataset: Dataset, rows: pd.DataFrame, lang: str) -> str:
    """ "E-governance (rank 9/61) and ...": measures with their ranks, in the order of the rows."""
    return join_with_notes(
        (
            (
                dataset.measure_name(measure, lang),
                t("say.rank", lang, rank=rank, scored=scored),
            )
            for measure, rank, scored in zip(
                rows["measure"], rows["rank"], rows["scored"], strict=True
            )
        ),
        lang,
    )


def near_threshold_note(row: pd.Series, lang: str, brief: bool = False) -> str:
    """The note for a province on or next to the threshold of a group; "" for others.

    Args:
        row: the position.
        lang: the language.
        brief: in few words, for a headline.
    """
    threshold = row["near"]
    if not threshold:
        return ""
    above, below = (group_name(_GROUP_ABOVE[threshold] + i, lang).lower() for i in (0, 1))
    if row["on_threshold"]:
        return t("card.on_cut" if brief else "say.on_cut", lang, above=above, below=below)
    gap = row[f"gap_{threshold}"]
    # A distance that would read 0,00 is told in words.
    section = "card" if abs(gap) < 0.005 else "say"
    key = f"{section}.above_cut" if gap > 0 else f"{section}.below_cut"
    return t(key, lang, gap=format_number(abs(gap), 2, lang), above=above, below=below)


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
    name = dataset.name_in_sentence(view.province, view.lang)
    if measure != TOTAL:
        measure_name = dataset.measure_name(measure, view.lang)
        return t("empty.measure", view.lang, name=name, measure=measure_name, year=view.year)
    key = (
        "empty.partial"
        if is_partly_published(dataset, view.year, view.province)
        else "empty.missing"
    )
    return t(key, view.lang, name=name, year=view.year)


def is_partly_published(dataset: Dataset, year: int, province: str) -> bool:
    """Whether the province has a score in any measure of the year."""
    return bool(dataset.scores_of(year, province))


def series_years(dataset: Dataset) -> tuple[int, int]:
    """The first and the last year that a series rests on; that of the 34 begins with the 63."""
    of_63 = dataset.dataset_of_63 or dataset
    return of_63.years[0], dataset.years[-1]


def source_line(dataset: Dataset, view: View, key: str = "source.scores") -> str:
    """The line that names the source of figures; it says so where they are a preview's.

    Args:
        dataset: its producers and years.
        view: the year, the language and whether this is a preview.
        key: text key of the line; it may name the year, or the data set's first and last.
    """
    first, last = series_years(dataset)
    if key == "successor.source":  # beside a year of the 63, too, with all that the 34 published
        last = dataset.all_years[-1]
    spans = {
        "successor.source": last,
        "source.series": last,
        "source.series_estimated": last,
        "source.change": view.year,
    }
    producers = (
        dataset.producers(first, spans[key]) if key in spans else dataset.producers(view.year)
    )
    names = ", ".join(producers["short"])
    text = t(key, view.lang, year=view.year, first=first, last=last, producers=names)
    return f"{t('preview.mark', view.lang)} {text}" if view.preview else text
