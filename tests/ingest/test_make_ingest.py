"""`make ingest` hands each of its settings to the command."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _command(*settings: str, what: str = "FILE=papi.xlsx") -> list[str]:
    """The words of the command that `make ingest` would run."""
    asked = ["make", "--dry-run", "--silent", "ingest", what, *settings]
    run = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    _, found, arguments = run.stdout.replace("\\\n", " ").partition("lib.ingest ")
    assert found, run.stdout
    return arguments.split()


@pytest.mark.parametrize(
    ("setting", "option"),
    [
        ("DRY=1", ["--dry-run"]),
        ("YES=1", ["--yes"]),
        ("HIDDEN=1", ["--hidden"]),
        ("YEAR=2025", ["--year", "2025"]),
    ],
)
def test_a_setting_of_make_is_an_option_of_the_command(setting: str, option: list[str]) -> None:
    assert _command(setting) == ['"papi.xlsx"', *option]
    assert _command() == ['"papi.xlsx"']
    name = setting.partition("=")[0]
    assert f"{name}=" in (ROOT / "docs" / "annual.md").read_text(encoding="utf-8")


def test_a_folder_to_take_back_stands_instead_of_a_file() -> None:
    what = "TAKE_BACK=data/backup/a folder"
    assert _command("YES=1", what=what) == ["--take-back", '"data/backup/a', 'folder"', "--yes"]
    assert "make ingest TAKE_BACK=" in (ROOT / "docs" / "annual.md").read_text(encoding="utf-8")
