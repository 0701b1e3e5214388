"""Which were the province's best and worst ranks of all years?"""

from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.stats import history

_NAMED_YEARS = 4  # years named with the best and with the worst rank


def history_title(dataset: Dataset, view: View) -> str:
    """The province's best and worst rank over all years, and that of the view's year."""
    lang = view.lang
    own_history = history.province_history(dataset.positions, view.province, view.measure)
    best, worst = own_history["rank"].min(), own_history["rank"].max()

    def years_with_rank(rank: int) -> str:
        years = own_history.loc[own_history["rank"] == rank, "year"].head(_NAMED_YEARS)
        return ", ".join(str(year) for year in years)

    sentence = t(
        "trends.story",
        lang,
        name=dataset.province_name(view.province, lang),
        best=best,
        worst=worst,
        best_years=years_with_rank(best),
        worst_years=years_with_rank(worst),
    )
    rank_now = own_history.loc[own_history["year"] == view.year, "rank"]
    if len(rank_now):
        sentence += t("trends.story_now", lang, year=view.year, rank=rank_now.iloc[0])
    return sentence
