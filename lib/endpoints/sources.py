"""What the addresses are answered with; ``lib.ui`` gives them the caches of the pages."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from starlette.requests import Request

from lib.charts.figure import Figure
from lib.common.paths import ROOT
from lib.datasets import tables
from lib.model.dataset import Dataset
from lib.model.view import View


@dataclass(frozen=True)
class Sources:
    """Where data and figures come from, and who may see them.

    Attributes:
        dataset: the published data; raises ``DataError`` where the files cannot be trusted.
        figure: a figure by its name and view; raises ``LookupError`` where the data lack it.
        compute: what a function of ``lib.narrative`` returns for a view.
        is_locked: whether a login is needed to see anything.
        is_allowed: whether a request comes from somebody who may see the data.
        font_url: the path of the pages' font.
        front_end_scripts: the paths of the scripts of a part of Streamlit's front end, by its name.
    """

    dataset: Callable[[], Dataset]
    figure: Callable[[str, View], Figure]
    compute: Callable[[Callable[[Dataset, View], Any], View], Any]
    is_locked: Callable[[], bool]
    is_allowed: Callable[[Request], bool]
    font_url: str
    front_end_scripts: Callable[[str], tuple[str, ...]]


def content_version() -> str:
    """A hash of the content of code and data: equal on all replicas of the same version."""
    return _hash_of_data(tables.data_version()) + _hash_of_code()


@lru_cache(maxsize=2)
def _hash_of_data(version: str) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for folder in ("data", "geo"):
        for path in sorted((ROOT / folder).glob("*.*")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def _hash_of_code() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for ending in ("py", "toml", "jinja"):
        for path in sorted((ROOT / "lib").rglob(f"*.{ending}")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def setting(name: str) -> str:
    """A setting of the host, an environment variable; "" where it is not set."""
    return os.environ.get(name, "").strip()
