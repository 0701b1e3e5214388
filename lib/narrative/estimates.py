"""How estimates are labelled, the same wherever the estimated 34 provinces are shown."""

from collections.abc import Iterable
from dataclasses import dataclass

from lib.common.numbers import format_number
from lib.common.strings import HEADLINE_LENGTH, capitalize_first
from lib.common.text import t
from lib.model import successors
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.stats.ranking import TOTAL
from lib.stats.successors.imputation import KEPT_GAP


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
    remark = _sentence_remark(dataset, view)
    if text.endswith(f"({remark})"):
        return text
    own = dataset.position(view.year, view.measure, view.province)
    count = "" if own is None else phrases.scored_count_note(dataset, own, view.lang)
    # "(33 with data)" and the remark share their brackets.
    return f"{text[:-1]}; {remark})" if count and text.endswith(count) else f"{text} ({remark})"


def headline_room(dataset: Dataset, view: View) -> int:
    """How many characters of a headline ``tag_sentence`` leaves for the sentence."""
    if not dataset.estimated:
        return HEADLINE_LENGTH
    return HEADLINE_LENGTH - len(f" ({_sentence_remark(dataset, view)})")


def _sentence_remark(dataset: Dataset, view: View) -> str:
    is_merged = dataset.is_merged(view.province)
    return t("estimate.word" if is_merged else "estimate.word_rank", view.lang)


def method_phrase(dataset: Dataset, lang: str) -> str:
    """How the scores of the 34 are made: "mean of the members' scores, weighted by ..."."""
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
        "estimate.imputed" if row["imputed"] else "estimate.part",
        lang,
        name=name,
        names=names,
        absent=phrases.join_list(absent, lang),
        share=phrases.format_percent(row["coverage"], lang),
        kept=format_number(KEPT_GAP, 1, lang),
    )


def page_note(dataset: Dataset, view: View) -> str:
    """The note below a page's headline: how estimates are made and what this one rests on."""
    lang = view.lang
    about = t("estimate.note", lang, method=method_phrase(dataset, lang))
    notes = [
        about,
        basis_sentence(dataset, view, view.measure),
        simple_mean_sentence(dataset, view.province, view),
        error_sentence(dataset, view.province, view) if view.measure == TOTAL else "",
    ]
    return " ".join(filter(None, notes))


def simple_mean_sentence(dataset: Dataset, successor: str, view: View) -> str:
    """What the simple mean would be, and why it differs; "" where it hardly does."""
    other = successors.simple_mean_beside(dataset, successor, view.year, view.measure)
    if other is None:
        return ""
    return t(
        "estimate.simple_mean",
        view.lang,
        score=format_number(other.score, 2, view.lang),
        rank=other.rank,
        all=len(dataset.tables.successors),
        group=phrases.group_name(other.group, view.lang).lower(),
    )


def error_sentence(dataset: Dataset, successor: str, view: View) -> str:
    """The standard error of the estimated total; "" where no errors of the year are printed."""
    error = successors.estimate_error(dataset, successor, view.year)
    if error is None:
        return ""
    return t("estimate.error", view.lang, error=format_number(error, 2, view.lang))


# The source line of estimates, by that of published scores.
ESTIMATED_SOURCES = {
    "source.scores": "source.scores_estimated",
    "source.map": "source.map_estimated",
    "source.series": "source.series_estimated",
}
_POINT_COLUMNS = ("score", "change")
_RANK_COLUMNS = ("rank", "group", "change_rank", "rank_in_set")
_ALL, _MIXED = "estimate.tagged", "estimate.mixed"


@dataclass(frozen=True)
class Remarks:
    """What the names of columns and tooltip lines say of the numbers below them.

    Attributes:
        scores, ranks: text keys of the remarks; "" where the numbers are published ones.
    """

    scores: str = ""
    ranks: str = ""

    def column(self, key: str, lang: str) -> str:
        """The name of a column, a key below ``[column]``, with its remark."""
        name = t(f"column.{key}", lang)
        remark = (
            self.scores if key in _POINT_COLUMNS else self.ranks if key in _RANK_COLUMNS else ""
        )
        return t(remark, lang, text=name) if remark else name


PUBLISHED = Remarks()
ESTIMATED = Remarks(_ALL, _ALL)


def province_remarks(dataset: Dataset, province: str) -> Remarks:
    """The remarks on one province's numbers.

    Of a province that was not merged the score is published, its rank among the 34 is not.
    """
    if not dataset.estimated:
        return PUBLISHED
    return ESTIMATED if dataset.is_merged(province) else Remarks(ranks=_ALL)


def mixed_remarks(dataset: Dataset) -> Remarks:
    """The remarks on numbers of several provinces, of which some are published."""
    return Remarks(_MIXED, _ALL) if dataset.estimated else PUBLISHED


def row_remarks(dataset: Dataset) -> Remarks:
    """The remarks on columns of a table whose rows have their ``score_kinds``."""
    return Remarks(ranks=_ALL) if dataset.estimated else PUBLISHED


def score_kinds(dataset: Dataset, provinces: Iterable[str], lang: str) -> dict[str, list[str]]:
    """The column "kind" of a table of provinces: whose score is an estimate.

    Returns:
        No column where all scores are published.
    """
    if not dataset.estimated:
        return {}
    words = {True: t("estimate.word", lang), False: t("estimate.published", lang)}
    return {"kind": [words[dataset.is_merged(code)] for code in provinces]}


class FigureLabels:
    """The texts of a figure, which say where it displays estimates."""

    def __init__(self, dataset: Dataset, view: View, several_provinces: bool) -> None:
        """Choose the remarks.

        Args:
            dataset: the data of the figure; texts on published scores stay as they are.
            view: the chosen province and the language.
            several_provinces: whether scores of others than the chosen one can be read from it.
        """
        self._dataset, self._view = dataset, view
        self.remarks = (
            mixed_remarks(dataset)
            if several_provinces
            else province_remarks(dataset, view.province)
        )

    def title(self, text: str) -> str:
        """A title with the remark on what in it is an estimate."""
        if not self._dataset.estimated:
            return text
        if not self.remarks.scores:  # only ranks are estimates
            return tag_sentence(text, self._dataset, self._view)
        return tag_estimate(text, self._view.lang)

    def subtitle(self, text: str) -> str:
        """A subtitle with a short word on how estimates are made."""
        if not self._dataset.estimated:
            return text
        lang = self._view.lang
        key = "estimate.subtitle" if self.remarks.scores else "estimate.subtitle_rank"
        return t(key, lang, text=text, method=t("estimate.brief_weighted", lang))

    def alt(self, text: str) -> str:
        """A text alternative with how estimates are made."""
        if not self._dataset.estimated:
            return text
        lang = self._view.lang
        key = "estimate.alt" if self.remarks.scores else "estimate.alt_rank"
        return t(key, lang, text=text, method=method_phrase(self._dataset, lang))

    def source(self, key: str = "source.scores") -> str:
        """The text key of the source line."""
        return ESTIMATED_SOURCES[key] if self._dataset.estimated else key
