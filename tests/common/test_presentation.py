"""Numbers, alphabetical order, text and colours."""

import pytest

from lib.common import collation, numbers, theme
from lib.common.strings import capitalize_first, wrap_lines


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (40.832954, 2, "40,83", "40.83"),
        (-0.304, 2, "−0,30", "−0.30"),
        (-0.001, 2, "0,00", "0.00"),
        (21891, 0, "21.891", "21,891"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
    ],
)
def test_numbers_follow_the_language(value, decimals, vi, en):
    assert numbers.format_number(value, decimals, "vi") == vi
    assert numbers.format_number(value, decimals, "en") == en


def test_a_sign_only_where_there_is_a_difference():
    assert numbers.format_signed(1.0237) == "+1,02"
    assert numbers.format_signed(-2.2959) == "−2,30"
    assert numbers.format_signed(0.004) == "0,00"


def test_vietnamese_alphabetical_order():
    names = ["Đồng Tháp", "Đà Nẵng", "Điện Biên", "Cần Thơ", "An Giang", "Hà Nội", "Ninh Bình"]
    ordered = ["An Giang", "Cần Thơ", "Đà Nẵng", "Điện Biên", "Đồng Tháp", "Hà Nội", "Ninh Bình"]
    assert sorted(names, key=collation.vietnamese_sort_key) == ordered
    assert sorted(["Dầu", "Đa", "Da", "Ê", "E"], key=collation.vietnamese_sort_key) == [
        "Da", "Dầu", "Đa", "E", "Ê",
    ]  # fmt: skip


def test_only_the_first_letter_changes():
    assert capitalize_first("đắk Lắk mới") == "Đắk Lắk mới"
    assert capitalize_first("") == ""


def test_lines_break_between_words():
    assert wrap_lines("a bb  ccc dddddd e", len, 4) == ["a bb", "ccc", "dddddd", "e"]
    assert wrap_lines(" ", len, 4) == []


def luminance(color):
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in (v / 255 for v in theme.to_rgb(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(color, other):
    light, dark = sorted((luminance(color), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=theme.PALETTES)
def test_groups_differ_in_greyscale_and_dark_is_high(palette):
    shades = [luminance(c) for c in palette.groups]
    assert shades == sorted(shades)
    assert all(
        contrast(a, b) > 1.3 for a, b in zip(palette.groups, palette.groups[1:], strict=False)
    )


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=theme.PALETTES)
def test_text_is_legible(palette):
    for color in (palette.ink, palette.muted, palette.accent):
        assert contrast(color, palette.background) >= 4.5
    assert contrast(palette.muted, palette.band) >= 4.5
    for fill in palette.groups:
        assert contrast(theme.text_color_on(fill, palette), fill) >= 3
