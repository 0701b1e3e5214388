"""Key figures as a row of cards."""

from collections.abc import Mapping, Sequence
from typing import Literal

from lib.narrative.elements import KeyFigure
from lib.ui.html import show_html


def show_key_figures(
    cards: Sequence[KeyFigure],
    emphasis: Literal["", "goal", "even"] = "",
    colors: Mapping[str, str] | None = None,
) -> None:
    """The key figures in a row that wraps; nothing where there are none.

    Args:
        cards: the figures.
        emphasis: "" stresses the rank, "goal" the first one, "even" none, however many there are.
        colors: the colours of provinces in the page's charts; a province's card is edged in its.
    """
    if cards:
        show_html(
            "parts/key_figures",
            css_class=f"kpis {emphasis} hued" if colors is not None else f"kpis {emphasis}",
            cards=[(card, (colors or {}).get(card.province, "")) for card in cards],
        )
