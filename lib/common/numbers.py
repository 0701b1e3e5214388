"""Numbers as Vietnamese and English write them."""

MINUS = "−"


def format_number(value: float, decimals: int = 2, lang: str = "vi") -> str:
    """A number with separators of the language: 40,83 in Vietnamese, 40.83 in English."""
    text = f"{abs(value):,.{decimals}f}"
    if lang == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    negative = value < 0 and float(f"{abs(value):.{decimals}f}") != 0
    return MINUS + text if negative else text


def format_signed(value: float, decimals: int = 2, lang: str = "vi") -> str:
    """A difference with its sign: +1,02 or −0,30; 0,00 has none."""
    text = format_number(value, decimals, lang)
    return text if value < 0 or float(f"{value:.{decimals}f}") == 0 else f"+{text}"
