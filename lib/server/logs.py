"""What a running server logs: one line for a session's start, a slow run, an error.

Nothing about a person: no network address, no account, no URL query, no text that somebody typed or
uploaded. Settings are environment variables: ``PAPI_LOG_LEVEL`` (INFO), ``PAPI_LOG_FORMAT`` (text
or json), ``PAPI_LOG_SLOW`` (s; a run that takes longer is logged; 1).
"""

import json
import logging
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from lib.common.paths import code_location

LOGGER = logging.getLogger("papi")

_FIELDS_ATTRIBUTE = "papi_fields"  # of a log record
_run_started: ContextVar[float | None] = ContextVar("papi_run_started", default=None)


class _LineFormatter(logging.Formatter):
    """``2026-01-31T08:15:00+0700 INFO session page=map lang=vi``, or the same as JSON."""

    def __init__(self, as_json: bool) -> None:
        super().__init__(datefmt="%Y-%m-%dT%H:%M:%S%z")
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = getattr(record, _FIELDS_ATTRIBUTE, {})
        time_, event = self.formatTime(record, self.datefmt), record.getMessage()
        if self._as_json:
            line = {"time": time_, "level": record.levelname, "event": event} | fields
            return json.dumps(line, ensure_ascii=False)
        pairs = "".join(f" {name}={value}" for name, value in fields.items())
        return f"{time_} {record.levelname} {event}{pairs}"


def set_up_logging(settings: Mapping[str, str] = os.environ) -> None:
    """Log to standard error as the settings say; an unknown level counts as INFO."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_LineFormatter(settings.get("PAPI_LOG_FORMAT", "text").lower() == "json"))
    LOGGER.handlers = [handler]
    LOGGER.propagate = False
    level = logging.getLevelName(settings.get("PAPI_LOG_LEVEL", "INFO").upper())
    LOGGER.setLevel(level if isinstance(level, int) else logging.INFO)
    # Streamlit logs an error's message too, which may hold what somebody typed.
    logging.getLogger("streamlit.error_util").setLevel(logging.CRITICAL + 1)


def log_event(name: str, level: int = logging.INFO, **fields: object) -> None:
    """Log one line: the event's name and its fields."""
    LOGGER.log(level, name, extra={_FIELDS_ATTRIBUTE: fields})


def log_unusable_setting(problem: str) -> None:
    """Log the sentence on a setting of the host that cannot be used; nothing where it is ""."""
    if problem:
        log_event("setting", logging.WARNING, problem=problem)


def slow_run_seconds(settings: Mapping[str, str] = os.environ) -> float:
    """How long a run must take to be logged; 1 s where the setting is not a number."""
    try:
        return float(settings.get("PAPI_LOG_SLOW", "1"))
    except ValueError:
        return 1.0


@contextmanager
def log_slow_run(page: str) -> Iterator[None]:
    """Around one run of a page: log it where it was slow."""
    started = time.perf_counter()
    _run_started.set(started)
    yield
    seconds = time.perf_counter() - started
    if seconds > slow_run_seconds():
        log_event("slow", logging.WARNING, page=page, seconds=round(seconds, 2))


def log_error(page: str, error: BaseException) -> None:
    """Log an error's type, where in our code and after how long; not its message (see above)."""
    started = _run_started.get()
    seconds = 0.0 if started is None else time.perf_counter() - started
    log_event(
        "error",
        logging.ERROR,
        page=page,
        seconds=round(seconds, 2),
        type=type(error).__name__,
        at=code_location(error),
    )


def log_wrong_lookup(page: str, error: LookupError) -> None:
    """Log an error that is answered as data that are not there, where it may be a fault of ours.

    Data that are not there are a plain ``LookupError``; one of a key or an index is a surprise.
    """
    if type(error) is not LookupError:
        log_error(page, error)
