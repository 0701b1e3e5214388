"""HTML from Jinja2 templates: values are escaped, layout white space never reaches the page.

A template is laid out on as many indented lines as it reads best; its lines are stripped and joined
without white space. So a tag and a Jinja statement each stand on one line, and a space that matters
at the end or the beginning of a line is written as ``{{ ' ' }}``.
"""

import re
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

_NUMBER = r"[−+±]?\d[\d.,]*%?"
# "0–1,1", "25–26", "VFF-CRT", "E-Governance": browsers break a line after a dash and a hyphen.
_SPAN = rf"{_NUMBER}–{_NUMBER}(?<![.,])|(?:[A-Z]\w{{0,3}}|e)-[A-Z]\w*|e-[a-z]+"
# "hạng 12/34", "33 có số liệu": a place alone in a headline's second line reads like a date.
_PLACE = r"(?:[Hh]ạng|thứ|[Rr]anks?|ranked) \d+(?:[–/]\d+)?|\d+ (?:có số liệu|with data)"


def _unbroken(words: str) -> re.Pattern[str]:
    """What stays whole, as the group ``whole``.

    Tags, what takes no elements, and what is only heard are passed over.
    """
    unseen = r'<p class="alt">.*?</p>'
    passed_over = rf"<(svg|textarea|option|title|script|style|pre)\b.*?</\1>|{unseen}|<[^>]*>"
    return re.compile(rf"{passed_over}|(?<![\w–-])(?P<whole>{words})(?![\w–-])", re.DOTALL)


_IN_TEXT, _IN_TITLES = _unbroken(_SPAN), _unbroken(f"{_PLACE}|{_SPAN}")


class _StripLayout(Extension):
    """Joins the stripped lines of a template's source."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return "".join(line.strip() for line in source.splitlines())


class _BareEnvironment(Environment):
    """Without Jinja2's global functions: copying them costs more than a small template."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {}


@cache
def _environment(folder: Path) -> Environment:
    """The templates of a folder, each read and compiled at its first use."""
    return _BareEnvironment(
        loader=FileSystemLoader(folder),
        extensions=[_StripLayout],
        autoescape=True,
        undefined=StrictUndefined,
        cache_size=-1,
        auto_reload=False,
    )


def render(folder: Path, name: str, /, **values: Any) -> Markup:
    """Fill a template; safe from any thread.

    Args:
        folder: where the template is, and those that it imports.
        name: the template's file name in the folder.
        values: its variables; all that is not ``Markup`` is escaped.

    Returns:
        HTML that another template takes as it is.

    Raises:
        jinja2.TemplateNotFound: the folder has no such file.
        jinja2.UndefinedError: the template uses a variable that has no value.
    """
    filled = _environment(folder).get_template(name).render(values)
    # Quotes as the standard library's html.escape writes them, so that all HTML has one form.
    return Markup(filled.replace("&#34;", "&quot;").replace("&#39;", "&#x27;"))


def keep_whole(html: str, title: str = "h1") -> str:
    """HTML whose spans of numbers and short words with a hyphen stand on one line each.

    In titles places do too; elsewhere they read as well in two lines, and each element takes bytes
    of every change of a view.
    A character that forbids the break would go with what a reader copies, and some programs show it
    as a box; so they are put into elements that styles keep on one line.

    Args:
        html: a whole page's or a part's, not yet treated so.
        title: the tag of its titles.
    """

    def wrap(match: re.Match[str]) -> str:
        whole = match["whole"]
        return f"<bdi>{whole}</bdi>" if whole else match[0]

    parts, end = [], 0
    for found in re.finditer(rf"<{title}\b.*?</{title}>", html, re.DOTALL):
        parts.append(_IN_TEXT.sub(wrap, html[end : found.start()]))
        parts.append(_IN_TITLES.sub(wrap, found[0]))
        end = found.end()
    return "".join([*parts, _IN_TEXT.sub(wrap, html[end:])])
