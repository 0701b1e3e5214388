"""Mark a finished figure of estimated scores as such."""

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
    score_remark_key,
    tag_estimate,
    tag_sentence,
)


def label_estimates(figure: Figure, dataset: Dataset, view: View) -> Figure:
    """The figure with a remark wherever an estimate is displayed.

    Title, subtitle, text alternative, tooltips, columns of the table and source sentence say so.

    Args:
        figure: drawn from ``dataset``.
        dataset: the estimated 34.
        view: what the figure was drawn for.
    """
    lang = view.lang
    score_key = score_remark_key(figure.table, dataset, view)
    if not score_key:  # published scores: only ranks are estimates
        title, subtitle = tag_sentence(figure.title, dataset, view), "estimate.subtitle_rank"
        alt = "estimate.alt_rank"
    else:
        title, subtitle, alt = tag_estimate(figure.title, lang), "estimate.subtitle", "estimate.alt"
    brief = t("estimate.brief_weighted" if dataset.tables.weights_title else "estimate.brief", lang)
    return replace(
        figure,
        spec=_label_tooltips(figure.spec, lang, score_key),
        title=title,
        subtitle=t(subtitle, lang, text=figure.subtitle, method=brief),
        alt=t(alt, lang, text=figure.alt, method=method_phrase(dataset, lang)),
        table=label_columns(figure.table, dataset, view),
        source=ESTIMATED_SOURCES[figure.source],
    )


def _label_tooltips(node: Any, lang: str, score_key: str) -> Any:
    """A spec whose tooltip lines have a remark where their value is an estimate."""
    if isinstance(node, list):
        return [_label_tooltips(item, lang, score_key) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: [
            line | {"title": estimated_column_name(line.get("title") or "", lang, score_key)}
            for line in value
        ]
        if key == "tooltip" and isinstance(value, list)
        else _label_tooltips(value, lang, score_key)
        for key, value in node.items()
    }
