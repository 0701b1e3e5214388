"""What a running server writes down: one line a session's start, a slow run, an error.

Nothing about a person: no network address, no account, no query, no text that somebody typed or
handed in. Set by environment variables: ``PAPI_LOG_LEVEL`` (INFO), ``PAPI_LOG_FORMAT`` (text or
json), ``PAPI_LOG_SLOW`` (s, a run that takes longer is told; 1).
"""

import json
import logging
import os
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from lib.common.paths import ROOT

LOGGER = logging.getLogger("papi")

_FIELDS = "papi_fields"
_began: ContextVar[float | None] = ContextVar("papi_began", default=None)


class _Lines(logging.Formatter):
    """``2026-01-31T08:15:00+0700 INFO session page=map lang=vi``, or the same as JSON."""

    def __init__(self, as_json: bool) -> None:
        super().__init__(datefmt="%Y-%m-%dT%H:%M:%S%z")
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = getattr(record, _FIELDS, {})
        time_, event = self.formatTime(record, self.datefmt), record.getMessage()
        if self._as_json:
            line = {"time": time_, "level": record.levelname, "event": event} | fields
            return json.dumps(line, ensure_ascii=False)
        pairs = "".join(f" {name}={value}" for name, value in fields.items())
        return f"{time_} {record.levelname} {event}{pairs}"


def set_up_logging(settings: Mapping[str, str] = os.environ) -> None:
    """Write to standard error as the settings ask; an unknown level is taken for INFO."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(settings.get("PAPI_LOG_FORMAT", "text").lower() == "json"))
    LOGGER.handlers = [handler]
    LOGGER.propagate = False
    level = logging.getLevelName(settings.get("PAPI_LOG_LEVEL", "INFO").upper())
    LOGGER.setLevel(level if isinstance(level, int) else logging.INFO)
    # Streamlit tells an error's message too, which may hold what somebody typed.
    logging.getLogger("streamlit.error_util").setLevel(logging.CRITICAL + 1)


def log_event(name: str, level: int = logging.INFO, **fields: object) -> None:
    """One line."""
    LOGGER.log(level, name, extra={_FIELDS: fields})


def slow_after(settings: Mapping[str, str] = os.environ) -> float:
    """From how long on a run is told, in seconds; 1 where the setting is not a number."""
    try:
        return float(settings.get("PAPI_LOG_SLOW", "1"))
    except ValueError:
        return 1.0


@contextmanager
def log_slow_run(page: str) -> Iterator[None]:
    """Around one run of a page: tells when it was slow."""
    began = time.perf_counter()
    _began.set(began)
    yield
    seconds = time.perf_counter() - began
    if seconds > slow_after():
        log_event("slow", logging.WARNING, page=page, seconds=round(seconds, 2))


def log_error(page: str, problem: BaseException) -> None:
    """What failed, where in our code and after how long; not the message (see the module)."""
    began = _began.get()
    seconds = 0.0 if began is None else time.perf_counter() - began
    log_event(
        "error",
        logging.ERROR,
        page=page,
        seconds=round(seconds, 2),
        type=type(problem).__name__,
        at=code_location(problem),
    )


def code_location(problem: BaseException) -> str:
    """The last line of our own code that the error came through: ``lib/view.py:83``."""
    ours = [
        f"{Path(frame.filename).relative_to(ROOT).as_posix()}:{frame.lineno}"
        for frame in traceback.extract_tb(problem.__traceback__)
        if Path(frame.filename).is_relative_to(ROOT)
        and ".venv" not in Path(frame.filename).relative_to(ROOT).parts
    ]
    return ours[-1] if ours else "elsewhere"
