"""Say in a finished figure that its numbers are estimates."""

from dataclasses import replace
from typing import Any

from lib.charts.figure import Figure
from lib.common.text import t
from lib.model.dataset import Dataset
from lib.model.view import View
from lib.narrative.estimates import (
    ESTIMATED_SOURCES,
    estimated_column_name,
    label_columns,
    method_phrase,
    score_wording,
    tag_estimate,
    tag_sentence,
)


def label_estimates(figure: Figure, dataset: Dataset, view: View) -> Figure:
    """The figure of an estimated world with the word in every place where a number is read."""
    lang = view.lang
    how = score_wording(figure.table, dataset, view)
    if not how:
        title, subtitle = tag_sentence(figure.title, dataset, view), "estimate.subtitle_rank"
        alt = "estimate.alt_rank"
    else:
        title, subtitle, alt = tag_estimate(figure.title, lang), "estimate.subtitle", "estimate.alt"
    brief = t("estimate.brief_weighted" if dataset.tables.weighted_by else "estimate.brief", lang)
    return replace(
        figure,
        spec=_label_tooltips(figure.spec, lang, how),
        title=title,
        subtitle=t(subtitle, lang, text=figure.subtitle, method=brief),
        alt=t(alt, lang, text=figure.alt, method=method_phrase(dataset, lang)),
        table=label_columns(figure.table, dataset, view),
        source=ESTIMATED_SOURCES[figure.source],
    )


def _label_tooltips(node: Any, lang: str, how: str) -> Any:
    """A spec whose tooltips say which of their lines are estimates."""
    if isinstance(node, list):
        return [_label_tooltips(item, lang, how) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: [
            tip | {"title": estimated_column_name(tip.get("title") or "", lang, how)}
            for tip in value
        ]
        if key == "tooltip" and isinstance(value, list)
        else _label_tooltips(value, lang, how)
        for key, value in node.items()
    }
