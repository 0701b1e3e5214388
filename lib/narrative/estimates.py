"""How estimates are labelled, the same wherever the estimated 34 provinces are shown."""

import pandas as pd

from lib.common.strings import capitalize_first
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.ranking import TOTAL


def tag_estimate(text: str, lang: str) -> str:
    """ "Tây Ninh ... (ước tính)"; a text that ends so already is returned as it is."""
    tag = t("estimate.tagged", lang, text="")
    return text if text.endswith(tag) else t("estimate.tagged", lang, text=text)


def tag_sentence(text: str, dataset: Dataset, view: View) -> str:
    """A sentence on the chosen province with the remark on what in it is an estimate.

    The score of a province that was not merged is published; only its rank is estimated.

    Args:
        text: the sentence.
        dataset: the estimated 34.
        view: province and language.
    """
    if dataset.is_merged(view.province):
        return tag_estimate(text, view.lang)
    return t("estimate.tagged_rank", view.lang, text=text)


def method_phrase(dataset: Dataset, lang: str) -> str:
    """How the scores of the 34 are made: "simple mean of the members' published scores"."""
    if dataset.tables.weights_title is None:
        return t("estimate.simple", lang)
    title = dataset.tables.weights_title[0 if lang == "vi" else 1]
    return t("estimate.weighted", lang, title=title)


def basis_sentence(dataset: Dataset, view: View, measure: str = TOTAL) -> str:
    """Which members the chosen province's estimate is made of; "" where there is none.

    Args:
        dataset: the estimated 34.
        view: province, year and language.
        measure: the measure that is estimated.
    """
    row = dataset.position(view.year, measure, view.province)
    if row is None:
        return ""
    lang = view.lang
    name = capitalize_first(dataset.name_in_sentence(view.province, lang))
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
        share=phrases.format_percent(row["coverage"], lang),
    )


def page_note(dataset: Dataset, view: View) -> str:
    """The note below a page's headline: how estimates are made and what this one rests on."""
    lang = view.lang
    about = t("estimate.note", lang, method=method_phrase(dataset, lang))
    return " ".join(filter(None, [about, basis_sentence(dataset, view, view.measure)]))


# The source line of estimates, by that of published scores.
ESTIMATED_SOURCES = {
    "source.scores": "source.scores_estimated",
    "source.map": "source.map_estimated",
    "source.series": "source.series_estimated",
}
_POINT_COLUMNS = ("score", "change")
_RANK_COLUMNS = ("rank", "group", "change_rank", "rank_in_set")
MIXED = "estimate.mixed"  # text key for scores of which some are published


def estimated_column_name(name: str, lang: str, score_key: str = "estimate.tagged") -> str:
    """The name of a column or a tooltip line, with a remark where it holds estimates.

    Args:
        name: the name as for published scores; that of one province's column ends in ": " and the
            province's name.
        lang: the language.
        score_key: text key of the remark on scores: "estimate.tagged" where all are estimates,
            MIXED where some are, "" where all are published. Ranks are estimates in any case.
    """
    for key in (*_POINT_COLUMNS, *_RANK_COLUMNS):
        base_name = t(f"column.{key}", lang)
        if name == base_name or name.startswith(f"{base_name}: "):
            remark_key = score_key if key in _POINT_COLUMNS else "estimate.tagged"
            if not remark_key:
                return name
            return name.replace(base_name, t(remark_key, lang, text=base_name), 1)
    return name


def label_columns(table: pd.DataFrame, dataset: Dataset, view: View) -> pd.DataFrame:
    """A table in which columns say that they hold estimates.

    Where each row is a province, a further column says which rows hold estimated scores.

    Args:
        table: a table with readable column names, see ``narrative.tables``.
        dataset: the estimated 34.
        view: the chosen province and the language.
    """
    lang = view.lang
    province, code = t("column.province", lang), t("column.code", lang)
    if province not in table.columns:
        key = score_remark_key(table, dataset, view)
        return table.rename(columns={c: _labelled_column(c, dataset, lang, key) for c in table})
    out = table.rename(columns={c: estimated_column_name(c, lang, "") for c in table})
    kinds = [
        t("estimate.word" if dataset.is_merged(c) else "estimate.published", lang)
        for c in table[code]
    ]
    out.insert(list(out.columns).index(province) + 1, t("column.kind", lang), kinds)
    return out


def _labelled_column(name: str, dataset: Dataset, lang: str, score_key: str) -> str:
    """The name of a column with its remark; one named after a province follows that province."""
    _, has_province, province_name = name.partition(": ")
    if not has_province:
        return estimated_column_name(name, lang, score_key)
    is_published = any(
        dataset.province_name(code, lang) == province_name and not dataset.is_merged(code)
        for code in dataset.members
    )
    return estimated_column_name(name, lang, "" if is_published else "estimate.tagged")


def score_remark_key(table: pd.DataFrame, dataset: Dataset, view: View) -> str:
    """The text key of the remark on a figure's scores, by its table.

    Returns:
        As ``score_key`` of ``estimated_column_name``.
    """
    has_row_per_province = t("column.province", view.lang) in table.columns
    province_column = f"{t('column.score', view.lang)}: "
    if has_row_per_province or any(c.startswith(province_column) for c in table.columns):
        return MIXED
    return "estimate.tagged" if dataset.is_merged(view.province) else ""
