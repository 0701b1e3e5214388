"""The letters that an SVG carries, so that it looks the same wherever it is opened."""

import re

import pytest

from lib.exports.images import with_fonts


def fonts(document):
    """The weights of the fonts in a document."""
    return re.findall(r"font-weight:(\d+);src:url\(data:font/woff;base64,", document)


@pytest.mark.parametrize("weight", ["bold", "600", "700"])
def test_an_svg_with_bold_text_carries_both_fonts_at_its_start(weight):
    drawn = with_fonts(f'<svg width="9"><text font-weight="{weight}">Long An</text></svg>')
    assert sorted(fonts(drawn)) == ["400", "700"]
    assert drawn.startswith('<svg width="9"><style>')
    assert drawn.endswith(f'</style><text font-weight="{weight}">Long An</text></svg>')


def test_an_svg_without_bold_text_carries_the_regular_font_alone():
    assert fonts(with_fonts('<svg><text font-weight="normal">Long An</text></svg>')) == ["400"]


def test_the_font_has_the_letters_that_are_used_and_no_others():
    few = with_fonts("<svg><text>a</text></svg>")
    many = with_fonts("<svg><text>Nội dung &amp; điểm số của địa phương</text></svg>")
    assert len(many) > len(few) + 2_000
