"""What is written down, and what is not."""

import json
import logging

import pytest

from lib.common.text import t
from lib.server import logs


@pytest.fixture
def written(capsys):
    def lines(settings, level=logging.INFO, **fields):
        logs.set_up_logging(settings)
        logs.log_event("session", level, **fields)
        return capsys.readouterr().err.strip()

    yield lines
    logs.LOGGER.handlers = []


def test_a_line_of_text(written):
    line = written({}, page="map", lang="vi")
    assert line.endswith(" INFO session page=map lang=vi")
    assert line[:2] == "20"


def test_a_line_of_json(written):
    line = json.loads(written({"PAPI_LOG_FORMAT": "json"}, page="map", lang="vi"))
    assert line.pop("time")
    assert line == {"level": "INFO", "event": "session", "page": "map", "lang": "vi"}


@pytest.mark.parametrize(("level", "told"), [("WARNING", False), ("debug", True), ("loud", True)])
def test_the_level_is_a_setting(written, level, told):
    assert bool(written({"PAPI_LOG_LEVEL": level}, page="map")) == told


def test_an_error_names_its_place_and_not_what_somebody_typed(capsys):
    logs.set_up_logging({})
    with logs.log_slow_run("map"):
        try:
            t("no.such_key", "vi")
        except KeyError as problem:
            logs.log_error("map", problem)
    line = capsys.readouterr().err
    assert " ERROR error page=map seconds=" in line
    assert "type=KeyError at=lib/common/text/__init__.py:" in line
    assert "no.such_key" not in line
    logs.LOGGER.handlers = []


def test_only_a_slow_run_is_told(capsys, monkeypatch):
    logs.set_up_logging({})
    with logs.log_slow_run("map"):
        pass
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("PAPI_LOG_SLOW", "-1")
    with logs.log_slow_run("map"):
        pass
    assert " WARNING slow page=map seconds=" in capsys.readouterr().err
    logs.LOGGER.handlers = []
