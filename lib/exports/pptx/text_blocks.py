"""What stands on a slide beside charts: key figures, paragraphs, the QR code."""

import io
from collections.abc import Sequence
from itertools import product
from typing import Any, NamedTuple

from pptx.util import Pt

from lib.common.text import t
from lib.common.theme import LIGHT
from lib.exports import qr_code
from lib.exports.pptx.drawing import (
    LINE_HEIGHT,
    TEXT_SIZE,
    Box,
    add_run,
    add_shape,
    add_text_box,
    set_alt_text,
    text_height,
    text_width,
    wrap_text,
)
from lib.exports.pptx.master import CONTENT_WIDTH, MARGIN
from lib.narrative.elements import KeyFigure, Paragraph

_CARD_INSET = 10  # left and right of the texts on a key figure's card
_CARD_TOP = 8  # above the texts
_CARD_GAP = 10  # between two cards
_FIGURE_SIZE = 26  # of a key figure, where all fit
_HEADING_WIDTH = 190  # of a paragraph's heading, beside its text
_HEADING_GAP = 20
_PARAGRAPH_SIZES = (20, 18)  # the largest that fits is taken, else the smallest text
_MAX_PARAGRAPH_GAP = 34.0


class _CardRow(NamedTuple):
    """Sizes that all cards of key figures share."""

    figure_size: float
    label_height: float
    figure_height: float
    note_height: float

    @property
    def height(self) -> float:
        return self.label_height + self.figure_height + self.note_height + 18


def add_key_figures(shapes: Any, key_figures: Sequence[KeyFigure], lang: str, top: float) -> float:
    """Add key figures as cards side by side; returns the height of the cards."""
    figure_size, widths = _card_widths(key_figures)

    def tallest(texts: list[str]) -> float:
        return max(
            text_height(text, TEXT_SIZE, width - 2 * _CARD_INSET)
            for text, width in zip(texts, widths, strict=True)
        )

    row = _CardRow(
        figure_size,
        tallest([item.label for item in key_figures]),
        figure_size * LINE_HEIGHT,
        tallest([item.note for item in key_figures]),
    )
    x: float = MARGIN
    for item, width in zip(key_figures, widths, strict=True):
        _add_card(shapes, item, lang, (x, top, width, row.height), row)
        x += width + _CARD_GAP
    return row.height


def _card_widths(key_figures: Sequence[KeyFigure]) -> tuple[float, list[float]]:
    """The size of the figures, and the widths of the cards: equal, but for those that need more.

    A card is wider where its texts would else take more lines than those of all need. Where the
    figures need more than there is, they and their cards get smaller.
    """
    needed = [
        text_width(item.figure, _FIGURE_SIZE, bold=True)
        + text_width(item.suffix, TEXT_SIZE)
        + 2 * _CARD_INSET
        for item in key_figures
    ]
    available = CONTENT_WIDTH - _CARD_GAP * (len(key_figures) - 1)
    size: float = _FIGURE_SIZE
    if sum(needed) > available:
        size = max(TEXT_SIZE, int(_FIGURE_SIZE * available / sum(needed)))
        needed = [width * available / sum(needed) for width in needed]
    # The fewest lines of labels and notes together for which all cards find room.
    for label_lines, note_lines in sorted(product((1, 2, 3), range(1, 6)), key=sum):
        widths = [
            max(width, _text_room(item.label, label_lines), _text_room(item.note, note_lines))
            for item, width in zip(key_figures, needed, strict=True)
        ]
        if sum(widths) <= available:
            needed = widths
            break
    common_width = available / len(key_figures)
    for _ in key_figures:  # each round may find one more that needs more
        wider = [width for width in needed if width > common_width]
        if len(wider) == len(needed):  # together as wide as there is room
            break
        common_width = (available - sum(wider)) / (len(needed) - len(wider))
    return size, [max(width, common_width) for width in needed]


def _text_room(text: str, lines: int) -> float:
    """How wide a card is on which a text takes so many lines."""
    whole = text_width(text, TEXT_SIZE)
    width = whole / lines
    while width < whole and len(wrap_text(text, TEXT_SIZE, width)) > lines:
        width += 4
    return width + 2 * _CARD_INSET


def _add_card(shapes: Any, item: KeyFigure, lang: str, box: Box, row: _CardRow) -> None:
    """A card with the label, the figure with its suffix, and the note."""
    x, top, width, _ = box
    card = add_shape(shapes, box, LIGHT.band)
    set_alt_text(card._element, item.label)
    left, inner_width = x + _CARD_INSET, width - 2 * _CARD_INSET + 4
    label_top = top + _CARD_TOP
    figure_top = label_top + row.label_height
    note_top = figure_top + row.figure_height + 2
    label_box = (left, label_top, inner_width, row.label_height)
    add_text_box(shapes, label_box, item.label, lang, color=LIGHT.muted)
    figure = add_text_box(
        shapes,
        (left, figure_top, inner_width, row.figure_height),
        item.figure,
        lang,
        size=row.figure_size,
        color=LIGHT.groups[0],
        bold=True,
        wrap=False,
    )
    if item.suffix:
        paragraph = figure.text_frame.paragraphs[0]
        add_run(paragraph, item.suffix, lang, size=TEXT_SIZE, color=LIGHT.muted)
    note_box = (left, note_top, inner_width, row.note_height)
    add_text_box(shapes, note_box, item.note, lang, color=LIGHT.muted)


def add_paragraphs(shapes: Any, paragraphs: Sequence[Paragraph], lang: str, box: Box) -> None:
    """Add paragraphs below one another, each heading beside its text."""
    x, y, width, height = box
    text_left = x + _HEADING_WIDTH + _HEADING_GAP
    available = width - _HEADING_WIDTH - _HEADING_GAP

    def height_of(paragraph: Paragraph, size: float) -> float:
        return max(
            text_height(paragraph.text, size, available),
            text_height(paragraph.heading, size, _HEADING_WIDTH, bold=True),
        )

    def fits(size: float) -> bool:
        return sum(height_of(paragraph, size) + 24 for paragraph in paragraphs) <= height

    size = next((size for size in _PARAGRAPH_SIZES if fits(size)), TEXT_SIZE)
    texts_height = sum(height_of(paragraph, size) for paragraph in paragraphs)
    gap = min(_MAX_PARAGRAPH_GAP, (height - texts_height) / len(paragraphs))
    for i, paragraph in enumerate(paragraphs):
        if i:
            add_shape(shapes, (x, y - gap / 2, width, 0.75), LIGHT.grid)
        paragraph_height = height_of(paragraph, size)
        add_text_box(
            shapes,
            (x, y, _HEADING_WIDTH, paragraph_height),
            paragraph.heading,
            lang,
            size=size,
            color=LIGHT.groups[0],
            bold=True,
        )
        text_box = (text_left, y, available, paragraph_height)
        add_text_box(shapes, text_box, paragraph.text, lang, size=size)
        y += paragraph_height + gap


def add_qr_code(shapes: Any, url: str, lang: str, box: Box) -> None:
    """Add the code that opens a page on a phone, with a caption below the box."""
    x, y, width, height = box
    picture = shapes.add_picture(io.BytesIO(qr_code.png(url)), *(Pt(v) for v in box))
    caption = t("present.open", lang)
    set_alt_text(picture._element, caption, f"{caption}: {url}")
    caption_box = (x, y + height + 4, width, 40)
    add_text_box(shapes, caption_box, caption, lang, color=LIGHT.muted, align="center")
