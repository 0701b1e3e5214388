"""A run looks at the data files once; what is outside of a run sees them as they are."""

from lib.datasets import tables
from lib.ui import cache


def test_a_run_shows_one_version_and_the_next_sees_replaced_files(monkeypatch):
    versions = iter(["first", "second", "third"])
    monkeypatch.setattr(tables, "data_version", lambda: next(versions))
    asked = []
    monkeypatch.setattr(cache, "_published_dataset", lambda version: asked.append(version))
    with cache.one_version():
        cache.published_dataset()
        cache.published_dataset()
    with cache.one_version():
        cache.published_dataset()
    cache.published_dataset()
    assert asked == ["first", "first", "second", "third"]
