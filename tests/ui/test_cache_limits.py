"""However many views are seen, the cache of figures keeps to its bytes."""

from itertools import count, cycle, islice, product

from streamlit.runtime.caching import get_data_cache_stats_provider

from lib.charts.registry import draw
from lib.common.text import LANGUAGES
from lib.common.theme import PALETTES
from lib.model.view import View
from lib.ui import cache

VIEWS = 2500
LIMIT = 32 << 20  # bytes, as Streamlit reads "32MB"


def kept_bytes():
    """The sizes of the figures in the cache."""
    stats = get_data_cache_stats_provider().get_stats()
    entries = [stat for family in stats.values() for stat in family]
    return [e.byte_length for e in entries if e.cache_name.endswith("cache._figure")]


def test_thousands_of_views_stay_within_the_bytes_of_the_cache(dataset, monkeypatch):
    """The figures are those of the largest chart; drawing each view's own would take minutes."""
    pairs = [(p, y) for y in dataset.years[::-1] for p in sorted(dataset.total_positions(y))]
    views = [
        View(province=province, year=year, lang=lang, theme=theme)
        for lang, theme, (province, year) in product(LANGUAGES, PALETTES, pairs)
    ]
    figures = cycle([draw("dimensions.strip", dataset, view) for view in views[:10]])
    drawn = count()
    monkeypatch.setattr(cache, "draw", lambda *_: (next(drawn), next(figures))[1])
    cache._figure.clear()
    for view in islice(views, VIEWS):
        cache.draw_figure("dimensions.strip", view)
    kept = kept_bytes()
    assert next(drawn) == VIEWS
    # The limit was reached: the oldest figures are gone, the newest are there.
    assert 0.99 * LIMIT < sum(kept) <= LIMIT
    cache.draw_figure("dimensions.strip", views[VIEWS - 1])
    assert next(drawn) == VIEWS + 1
    cache.draw_figure("dimensions.strip", views[0])
    assert next(drawn) == VIEWS + 3
    cache._figure.clear()
