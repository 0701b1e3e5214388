"""What a replica keeps in memory without need: libraries that no page of the position uses."""

import subprocess
import sys

from lib.common.paths import ROOT

# MB of memory each: Pillow 5, the emojis that Streamlit knows 3.5, what reads files from outside 3.
_UNUSED = ("PIL", "streamlit.emojis", "lib.ingest.reader", "lib.ingest.recognition", "openpyxl")
_OPEN_PAGES = """
import sys
from lib.common.pages import PAGES
from tests.pages.apps import open_page
for page in PAGES:
    if page.section == "position":
        assert not open_page(page.slug, {"province": "80"}).exception
print(*sys.modules)
"""


def test_pages_of_the_position_do_not_load_what_only_files_and_pictures_need():
    run = subprocess.run(
        [sys.executable, "-c", _OPEN_PAGES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    assert {"lib.charts.map.national", "altair"} <= loaded
    assert loaded & set(_UNUSED) == set()
