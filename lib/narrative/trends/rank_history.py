"""Which were the province's best and worst ranks of all years?"""

from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View

_NAMED_YEARS = 4  # years named with the best and with the worst rank


def history_title(dataset: Dataset, view: View) -> str:
    """The province's best and worst rank over all years, and that of the view's year."""
    lang = view.lang
    ranks = dataset.ranks_over_years(view.measure, view.province)
    best, worst = min(ranks.values()), max(ranks.values())

    def years_with_rank(rank: int) -> str:
        years = [str(year) for year in ranks if ranks[year] == rank]
        return ", ".join(years[:_NAMED_YEARS])

    sentence = t(
        "trends.story",
        lang,
        name=dataset.name_in_sentence(view.province, lang),
        best=best,
        worst=worst,
        best_years=years_with_rank(best),
        worst_years=years_with_rank(worst),
    )
    if view.year in ranks:
        sentence += t("trends.story_now", lang, year=view.year, rank=ranks[view.year])
    return sentence
