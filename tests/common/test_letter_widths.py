"""Widths of lines from the file of letter widths are those that the fonts have."""

import json

import pytest
from PIL import ImageFont

from lib.common import letter_widths
from lib.common.paths import FONTS


@pytest.mark.parametrize("file", letter_widths.FONT_FILES.values())
def test_the_file_is_that_of_the_fonts(file):
    kept = json.loads((FONTS / "letter_widths.json").read_text(encoding="utf-8"))[file]
    assert kept == letter_widths.read_font(FONTS / file), "run python -m lib.common.letter_widths"


@pytest.mark.parametrize("weight", [letter_widths.REGULAR, letter_widths.BOLD])
@pytest.mark.parametrize(
    "line", ["Thừa Thiên Huế", "Đắk Lắk 40,83/80", "Bà Rịa – Vũng Tàu", "Kiểm soát tham nhũng"]
)
def test_a_line_is_as_wide_as_the_font_draws_it(line, weight):
    font = ImageFont.truetype(FONTS / letter_widths.FONT_FILES[weight], 100)
    drawn = font.getlength(line) * 0.16
    assert letter_widths.text_width(line, 16, weight) == pytest.approx(drawn, rel=0.02)


def test_a_letter_that_the_font_lacks_takes_the_room_of_the_widest():
    assert letter_widths.text_width("雪雪", 10) == 20
