"""Who leads the country in the measures in which a province does not, in one sentence."""

from collections.abc import Iterable

from lib.common.numbers import format_number
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.targets.choice import level_of_target
from lib.stats.targets import gaps_by_dimension

NAMED_LEADERS, NAMED_GAPS = 2, 3  # provinces named of equal leaders; dimensions named of a target


def leaders_note(dataset: Dataset, view: View, measures: Iterable[str]) -> str:
    """Which provinces have the highest scores of these measures in the view's year, with scores.

    Sub-dimensions are named by their codes: the sentence stands below a table that names them.
    Measures that the province itself leads, or of which nothing is published, are left out; ""
    where none is left.
    """
    found = [_leaders_phrase(dataset, view, measure) for measure in measures]
    listed = "; ".join(filter(None, found))
    return t("dimensions.leaders", view.lang, year=view.year, list=listed) if listed else ""


def leaders_of_largest_gaps(dataset: Dataset, view: View) -> str:
    """``leaders_note`` of the dimensions that lack most to the level of the view's target.

    Raises:
        LookupError: the province has no total.
    """
    own = dataset.dimension_positions(view.year, view.province)
    level = level_of_target(dataset, view)
    rows = gaps_by_dimension(own, view.province, view.year, level)
    return leaders_note(dataset, view, rows.loc[rows["gap"] < 0, "measure"].head(NAMED_GAPS))


def _leaders_phrase(dataset: Dataset, view: View, measure: str) -> str:
    """ "7.2: Quảng Ninh (2,35)"; "" where the province leads itself."""
    lang, table = view.lang, dataset.ranking(view.year, measure)
    leaders = table[table["rank"] == 1]
    if leaders.empty or view.province in set(leaders["province"]):
        return ""
    names = [dataset.province_name(code, lang) for code in leaders["province"]]
    others = len(names) - NAMED_LEADERS
    if others > 0:
        names = [*names[:NAMED_LEADERS], t("dimensions.other_leaders", lang, n=others)]
    name = measure if "." in measure else dataset.measure_name(measure, lang, short=True)
    score = format_number(leaders["score"].iloc[0], 2, lang)
    return f"{name}: {phrases.join_list(names, lang)} ({score})"
