"""What is logged, and what is not."""

import json
import logging

import pytest

from lib.common.text import t
from lib.server import logs


@pytest.fixture(autouse=True)
def no_handler_left():
    yield
    logs.LOGGER.handlers = []


@pytest.fixture
def log_session(capsys):
    """Logs a session's start with settings and returns the line."""

    def log(settings, level=logging.INFO, **fields):
        logs.set_up_logging(settings)
        logs.log_event("session", level, **fields)
        return capsys.readouterr().err.strip()

    return log


def test_a_line_of_text(log_session):
    line = log_session({}, page="map", lang="vi")
    assert line.endswith(" INFO session page=map lang=vi")
    assert line[:2] == "20"


def test_a_line_of_json(log_session):
    line = json.loads(log_session({"PAPI_LOG_FORMAT": "json"}, page="map", lang="vi"))
    assert line.pop("time")
    assert line == {"level": "INFO", "event": "session", "page": "map", "lang": "vi"}


@pytest.mark.parametrize(("level", "logged"), [("WARNING", False), ("debug", True), ("loud", True)])
def test_the_level_is_a_setting(log_session, level, logged):
    assert bool(log_session({"PAPI_LOG_LEVEL": level}, page="map")) == logged


def test_an_error_names_its_place_and_not_what_somebody_typed(capsys):
    logs.set_up_logging({})
    with logs.log_slow_run("map"):
        try:
            t("no.such_key", "vi")
        except KeyError as error:
            logs.log_error("map", error)
    line = capsys.readouterr().err
    assert " ERROR error page=map seconds=" in line
    assert "type=KeyError at=lib/common/text/__init__.py:" in line
    assert "no.such_key" not in line


def test_only_a_slow_run_is_logged(capsys, monkeypatch):
    logs.set_up_logging({})
    with logs.log_slow_run("map"):
        pass
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("PAPI_LOG_SLOW", "-1")
    with logs.log_slow_run("map"):
        pass
    assert " WARNING slow page=map seconds=" in capsys.readouterr().err
