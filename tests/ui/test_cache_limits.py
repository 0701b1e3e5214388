"""However many views are seen, the cache of figures keeps to its bytes."""

from itertools import islice, product

import pytest
from streamlit.runtime.caching import get_data_cache_stats_provider

from lib.common.text import LANGUAGES
from lib.common.theme import PALETTES
from lib.model.view import View
from lib.ui import cache

VIEWS = 2000
LIMIT = 32 << 20  # bytes, as Streamlit reads "32MB"


def kept_bytes():
    """The sizes of the figures in the cache."""
    stats = get_data_cache_stats_provider().get_stats()
    entries = [stat for family in stats.values() for stat in family]
    return [e.byte_length for e in entries if e.cache_name.endswith("cache._figure")]


@pytest.mark.slow
def test_two_thousand_views_stay_within_the_bytes_of_the_cache(dataset):
    cache._figure.clear()
    pairs = [(p, y) for y in dataset.years[::-1] for p in sorted(dataset.total_positions(y))]
    views = islice(
        (
            View(province=province, year=year, lang=lang, theme=theme)
            for lang, theme, (province, year) in product(LANGUAGES, PALETTES, pairs)
        ),
        VIEWS,
    )
    sizes, most = [], 0
    for number, view in enumerate(views, 1):
        figure = cache.draw_figure("dimensions.strip", view)
        if number % 100 == 0:
            sizes = kept_bytes()
            most = max(most, sum(sizes))
            assert sum(sizes) <= LIMIT, number
    assert number == VIEWS
    # The limit was reached: the oldest figures are gone, the newest is there.
    assert most > 0.99 * LIMIT and len(sizes) < VIEWS
    assert cache.draw_figure("dimensions.strip", view).title == figure.title
    assert len(kept_bytes()) == len(sizes)
