"""Templates: values are escaped, layout leaves no trace, a missing value is an error."""

import html
from concurrent.futures import ThreadPoolExecutor

import pytest
from jinja2 import TemplateNotFound, UndefinedError
from markupsafe import Markup

from lib.common.html_templates import keep_whole, render

NASTY = """<b title="x">'Long An' & Tây Ninh</b>"""


@pytest.fixture
def template(tmp_path):
    """Writes a template and returns a function that renders it."""

    def write(source, name="page.html.jinja"):
        (tmp_path / name).write_text(source, encoding="utf-8")
        return lambda **values: render(tmp_path, name, **values)

    return write


def test_values_are_escaped_as_the_standard_library_does(template):
    page = template('<a title="{{ name }}">{{ name }}</a>{{ number }}')
    escaped = html.escape(NASTY)
    assert page(name=NASTY, number=1.5) == f'<a title="{escaped}">{escaped}</a>1.5'


def test_markup_and_another_template_are_not_escaped_again(template):
    page = template("<p>{{ name }}</p>")
    assert page(name=Markup("<b>Huế</b>")) == "<p><b>Huế</b></p>"
    assert page(name=page(name="<")) == "<p><p>&lt;</p></p>"


def test_macros_escape_once(template):
    template("{% macro bold(text) %}<b>{{ text }}</b>{% endmacro %}", "macros.html.jinja")
    page = template(
        """
        {% from "macros.html.jinja" import bold %}
        <p>
          {{ bold(name) }}
        </p>
        """
    )
    assert page(name="'&'") == "<p><b>&#x27;&amp;&#x27;</b></p>"


def test_layout_white_space_is_stripped_and_a_written_space_stays(template):
    page = template(
        """
        <ul>
          {% for item in items %}
            <li>{{ item }}</li>
            {{ ' ' }}
          {% endfor %}
        </ul>
        """
    )
    assert page(items=[" a\n b ", "c"]) == "<ul><li> a\n b </li> <li>c</li> </ul>"


@pytest.mark.parametrize("source", ["{{ name }}", "{{ other.name }}", "{% if name %}x{% endif %}"])
def test_an_undefined_variable_is_an_error(template, source):
    with pytest.raises(UndefinedError):
        template(source)(other=object())


def test_an_unknown_template_is_an_error(tmp_path):
    with pytest.raises(TemplateNotFound):
        render(tmp_path, "nothing.html.jinja")


def test_a_template_is_read_once_and_serves_all_threads(template):
    page = template("<p>{{ number }}</p>")
    assert page(number=0) == "<p>0</p>"
    template("changed")
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda n: page(number=n), range(400)))
    assert pages == [f"<p>{n}</p>" for n in range(400)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("thường 0–1,1 điểm", "thường <bdi>0–1,1</bdi> điểm"),
        ("25–26, 69–91%.", "<bdi>25–26</bdi>, <bdi>69–91%</bdi>."),
        ("từ −2,87–−0,15.", "từ <bdi>−2,87–−0,15</bdi>."),
        ("VFF-CRT, E-Governance", "<bdi>VFF-CRT</bdi>, <bdi>E-Governance</bdi>"),
        ("in e-governance; upper-middle", "in <bdi>e-governance</bdi>; upper-middle"),
        ("xếp thứ 12/34 (33 có số liệu)", "xếp <bdi>thứ 12/34</bdi> (<bdi>33 có số liệu</bdi>)"),
        ("hạng 9, Hạng 5–25", "<bdi>hạng 9</bdi>, <bdi>Hạng 5–25</bdi>"),
        ("ranks 3/34 (33 with data)", "<bdi>ranks 3/34</bdi> (<bdi>33 with data</bdi>)"),
        ("Long An – cao nhất: 4", "Long An – cao nhất: 4"),
    ],
)
def test_places_spans_of_numbers_and_short_words_with_a_hyphen_stay_whole(text, whole):
    assert keep_whole(f"<h1>{text}</h1>") == f"<h1>{whole}</h1>"


def test_outside_titles_places_may_break_and_spans_may_not():
    rest = "<p>hạng 9, hạng 5–25</p>"
    kept = "<p>hạng 9, hạng <bdi>5–25</bdi></p>"
    assert keep_whole(f"<h1>hạng 9</h1>{rest}") == f"<h1><bdi>hạng 9</bdi></h1>{kept}"
    assert keep_whole(f"{rest}<h2>thứ 3/34</h2>", "h2") == f"{kept}<h2><bdi>thứ 3/34</bdi></h2>"


@pytest.mark.parametrize(
    "html",
    [
        '<a title="2011–2024" href="?a=1–2">2023</a>',
        "<textarea>0–1</textarea>",
        '<option value="1">25–26</option>',
        "<svg><g><text>0–1</text></g></svg>",
        "<pre>0–1</pre>",
        '<p class="alt">Cao nhất 43,62–46,04 điểm</p>',
    ],
)
def test_attributes_and_what_takes_no_elements_keep_their_texts(html):
    assert keep_whole(html) == html
