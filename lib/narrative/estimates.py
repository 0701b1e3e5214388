"""How an estimate is told from a published score, the same wherever the 34 provinces are shown."""

import pandas as pd

from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.ranking import TOTAL


def tag_estimate(text: str, lang: str) -> str:
    """ "Tây Ninh ... (ước tính)"; a text that says so already stays as it is."""
    word = t("estimate.tagged", lang, text="")
    return text if text.endswith(word) else t("estimate.tagged", lang, text=text)


def tag_sentence(text: str, dataset: Dataset, view: View) -> str:
    """A sentence on the chosen province; where it was not merged, only the rank is estimated."""
    if dataset.is_merged(view.province):
        return tag_estimate(text, view.lang)
    return t("estimate.tagged_rank", view.lang, text=text)


def method_phrase(dataset: Dataset, lang: str) -> str:
    """How the scores of the 34 are made: "simple mean of the members' published scores"."""
    if dataset.tables.weighted_by is None:
        return t("estimate.simple", lang)
    title = dataset.tables.weighted_by[0 if lang == "vi" else 1]
    return t("estimate.weighted", lang, title=title)


def basis_sentence(dataset: Dataset, view: View, measure: str = TOTAL) -> str:
    """What the chosen province's estimate rests on; "" where there is none.

    Args:
        world: the estimated 34.
    """
    row = dataset.position(view.year, measure, view.province)
    if row is None:
        return ""
    lang, name = view.lang, dataset.name_in_sentence(view.province, view.lang)
    name = name[0].upper() + name[1:]  # it begins the sentence
    used, codes = row["basis"].split(), dataset.members[view.province]
    if len(codes) == 1:
        return t("estimate.same", lang, name=name)
    names = phrases.join_list([dataset.member_name(code, lang) for code in used], lang)
    absent = [dataset.member_name(code, lang) for code in codes if code not in used]
    if not absent:
        return t("estimate.whole", lang, name=name, names=names)
    return t(
        "estimate.part",
        lang,
        name=name,
        names=names,
        absent=phrases.join_list(absent, lang),
        share=phrases.percent(row["coverage"], lang),
    )


def page_note(dataset: Dataset, view: View) -> str:
    """Under the head of a page of estimates: how they are made and what this one rests on."""
    lang = view.lang
    about = t("estimate.note", lang, method=method_phrase(dataset, lang))
    return " ".join(filter(None, [about, basis_sentence(dataset, view, view.measure)]))


# The source line of estimates in place of that of published scores.
ESTIMATED_SOURCES = {
    "source.scores": "source.scores_estimated",
    "source.map": "source.map_estimated",
    "source.series": "source.series_estimated",
}
_POINT_COLUMNS = ("score", "change")
_RANK_COLUMNS = ("rank", "group", "change_rank", "rank_in_set")
MIXED = "estimate.mixed"  # the words for scores of which some are published


def estimated_column_name(name: str, lang: str, how: str = "estimate.tagged") -> str:
    """The name of a column or a tooltip line; one that holds estimates says so.

    Args:
        how: the words for scores: all estimated, MIXED, or "" = all published.
    """
    for key in (*_POINT_COLUMNS, *_RANK_COLUMNS):
        plain = t(f"column.{key}", lang)
        if name == plain or name.startswith(f"{plain}: "):
            words = how if key in _POINT_COLUMNS else "estimate.tagged"
            return name.replace(plain, t(words, lang, text=plain), 1) if words else name
    return name


def label_columns(table: pd.DataFrame, dataset: Dataset, view: View) -> pd.DataFrame:
    """A table whose columns say which hold estimates, or its rows, where only some are of them."""
    lang = view.lang
    province, code = t("column.province", lang), t("column.code", lang)
    how = score_wording(table, dataset, view)
    by_row = province in table.columns
    names = {}
    for column in table.columns:
        # A column of one province alone is named after it.
        alone = column.split(": ", 1)[1:]
        published = [c for c in dataset.members if dataset.province_name(c, lang) in alone]
        if by_row or (published and not dataset.is_merged(published[0])):
            names[column] = estimated_column_name(column, lang, "")
        else:
            names[column] = estimated_column_name(column, lang, "estimate.tagged" if alone else how)
    out = table.rename(columns=names)
    if by_row:
        kinds = [
            t("estimate.word" if dataset.is_merged(c) else "estimate.published", lang)
            for c in table[code]
        ]
        out.insert(list(out.columns).index(province) + 1, t("column.kind", lang), kinds)
    return out


def score_wording(table: pd.DataFrame, dataset: Dataset, view: View) -> str:
    """The words for a figure's scores, by its table (see ``column_name``)."""
    several = f"{t('column.score', view.lang)}: "
    if t("column.province", view.lang) in table.columns or any(
        c.startswith(several) for c in table.columns
    ):
        return MIXED
    return "estimate.tagged" if dataset.is_merged(view.province) else ""
