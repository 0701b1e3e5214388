"""Which were the province's best and worst ranks of all years?"""

from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.successors import history as successor_history

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


def history_sentences(dataset: Dataset, view: View) -> list[str]:
    """The best and worst rank of all years, and when the scale changed."""
    lang = view.lang
    if dataset.units == "34":
        return successor_history.sentences(dataset, view)
    ranks = dataset.total_ranks(view.province)
    years, best, worst = list(ranks), min(ranks.values()), max(ranks.values())

    def years_with_rank(rank: int) -> str:
        return phrases.join_list([str(year) for year in years if ranks[year] == rank], lang)

    sentences = [
        t(
            "brief.years",
            lang,
            n=len(years),
            first=years[0],
            last=years[-1],
            best=best,
            best_years=years_with_rank(best),
            worst=worst,
            worst_years=years_with_rank(worst),
        )
    ]
    for previous, year in zip(dataset.years, dataset.years[1:], strict=False):
        old, new = dataset.max_score(previous), dataset.max_score(year)
        if old != new:
            sentences.append(t("brief.rescaled", lang, year=year, old=old, new=new))
    return sentences
