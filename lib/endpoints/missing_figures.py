"""Why a figure cannot be drawn for a view, in the words of the page that has it."""

from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative import phrases
from lib.narrative.dimensions import beside
from lib.narrative.merged import summary
from lib.narrative.plan import results
from lib.narrative.trends import change, decomposition, uncertainty
from lib.stats.ranking import TOTAL

# The pages whose figures are of the total whatever measure the view names.
_OF_THE_TOTAL = ("overview", "targets")


def missing_figure_reason(dataset: Dataset, view: View, name: str) -> str:
    """One sentence; "" where none is better than that there are no data.

    Args:
        dataset, view: as ``model.unit_lists.resolve_page`` returns them.
        name: of the figure, one that raises ``LookupError`` for them.
    """
    page = name.split(".")[0]
    if page == "plan":
        return _sentence(_plan_reason(dataset, view, name))
    if page == "merged":
        comparable = summary.headline(dataset, view) is not None
        return "" if comparable else _sentence(summary.fallback_headline(dataset, view))
    measure = TOTAL if page in _OF_THE_TOTAL else view.measure
    if dataset.position(view.year, measure, view.province) is None:
        return _sentence(phrases.missing_score_sentence(dataset, view, measure))
    if page == "trends":
        return _sentence(_trend_reason(dataset, view, name))
    if page == "peers":
        return _sentence(beside.absent_note(dataset, view))
    return ""


def _plan_reason(dataset: Dataset, view: View, name: str) -> str:
    """That the province has no plan, or none of which this can be shown."""
    headline = results.headline(dataset, view)
    if results.chosen_plan(dataset, view) is None:
        return headline
    return t("refusal.plan", view.lang, headline=headline)


def _trend_reason(dataset: Dataset, view: View, name: str) -> str:
    """Why a change is not there, is not taken apart, or not judged."""
    lang = view.lang
    if name == "trends.movers":
        return t("refusal.movers", lang, year=view.year)
    if name == "trends.spread":
        return t("refusal.spread", lang)
    if not change.has_change(dataset, view, decomposition.decomposed_measure(view)):
        return change.headline(dataset, view)
    if name == "trends.waterfall":
        return decomposition.not_decomposed_reason(dataset, view)
    return uncertainty.no_badge_reason(dataset, view)


def _sentence(text: str) -> str:
    """A headline as a sentence."""
    return text if not text or text.endswith(".") else f"{text}."
