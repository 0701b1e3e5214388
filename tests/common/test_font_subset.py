"""A font with the letters of some texts draws them as the whole font does."""

import base64
import io
import re

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from lib.charts.registry import draw
from lib.common import letter_widths
from lib.common.font_subset import woff_subset
from lib.common.paths import FONTS
from lib.exports import images
from lib.model.view import View

TEXT = "Hiệu quả quản trị: Đắk Lắk, Thừa Thiên Huế ẵỡữ – +1,02 · 46/63"


def drawn(font, text):
    """A picture of a text, black on white."""
    picture = Image.new("L", (800, 900), 255)
    ImageDraw.Draw(picture).text((100, 60), text, font=font)
    return picture


@pytest.mark.parametrize("file", letter_widths.FONT_FILES.values())
def test_texts_look_the_same_in_the_part_of_a_font(file):
    part = woff_subset(FONTS / file, set(TEXT))
    assert len(part) < 0.06 * (FONTS / file).stat().st_size
    whole = ImageFont.truetype(FONTS / file, 600, layout_engine=ImageFont.Layout.BASIC)
    subset = ImageFont.truetype(io.BytesIO(part), 600, layout_engine=ImageFont.Layout.BASIC)
    for letter in sorted(set(TEXT)):  # one by one: the part has no kerning
        assert abs(subset.getlength(letter) - whole.getlength(letter)) <= 2
        # Letters that are left out may move an edge to the next pixel.
        difference = ImageChops.difference(drawn(subset, letter), drawn(whole, letter))
        ink = ImageStat.Stat(ImageChops.invert(drawn(whole, letter))).sum[0]
        assert ImageStat.Stat(difference).sum[0] <= 0.06 * ink, letter


def test_letters_of_no_text_are_left_out_and_unknown_ones_ignored():
    part = woff_subset(FONTS / letter_widths.FONT_FILES[letter_widths.REGULAR], set("Long An 雪"))
    subset = ImageFont.truetype(io.BytesIO(part), 40)
    nothing = bytes(subset.getmask("雪"))
    assert bytes(subset.getmask("Z")) == nothing != bytes(subset.getmask("L"))


def test_a_picture_as_svg_carries_the_letters_of_its_texts(dataset):
    figure = draw("overview.strip", dataset, View())
    picture = images.svg(figure, dataset.tables.topojson, "light", "Nguồn: PAPI")
    faces = re.findall(
        r"font-family:'Source Sans Pro';font-weight:(\d+);src:url\(data:font/woff;base64,([^)]+)",
        picture,
    )
    assert [weight for weight, _ in faces] == ["700", "400"]
    assert len(picture) < 60_000
    for _, data in faces:
        font = ImageFont.truetype(io.BytesIO(base64.b64decode(data)), 40)
        missing = bytes(font.getmask("雪"))
        texts = set("".join(re.findall(r">([^<]+)<", picture.split("</style>")[1])))
        assert {c for c in texts if c.strip() and bytes(font.getmask(c)) == missing} == set()
