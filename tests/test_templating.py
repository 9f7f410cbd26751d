from enum import StrEnum
from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

from vlmatlas.templating import TemplateError, load_macros, render


class Kind(StrEnum):
    ODD = "a<b"


class Html:
    def __html__(self) -> str:
        return "<hr>"


VALUES = (
    *("plain", "<b>&'\"", "", Markup("<i>kept</i>"), Kind.ODD, Html()),
    *(3, 2.5, True, None, ["<", 1], Markup("<u>%s</u>") % "<"),
)
MACRO = "{% macro cell(value, last=false) %}<td>{{ value }}{{ last }}</td>{% endmacro %}"
TEMPLATE = (
    MACRO
    + """
{% macro frame(title) %}<p>{{ title }}{{ caller() }}</p>{% endmacro %}
{% set kept %}<s>{{ values[1] }}</s>{% endset %}
{% for value in values %}
{{ value }}|{{ cell(value, last=loop.last) }}|{{ show(value) }}|{{ value ~ "<" }}|{{ value | e }}
{% call frame(value) %}{{ value }}{% endcall %}
{% endfor %}
{{ kept }}
"""
)


def _write(root: Path, text: str) -> Path:
    path = root / "templates" / "page.jinja"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return root


def test_what_is_shown_is_what_the_library_itself_would_show(tmp_path: Path):
    values = {"values": VALUES, "show": lambda value: value}
    usual = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )

    shown = render(_write(tmp_path, TEMPLATE), "page.jinja", values)

    assert "&lt;b&gt;&amp;&#39;&#34;" in shown
    assert shown == usual.from_string(TEMPLATE).render(values)


def test_a_macro_called_from_code_escapes_as_in_a_template(tmp_path: Path):
    macros = load_macros(_write(tmp_path, MACRO), "page.jinja")

    assert macros["cell"]("<", last=1) == "<td>&lt;1</td>"
    assert isinstance(macros["cell"]("<"), Markup)


@pytest.mark.parametrize("use", ["{{ missing }}", "{{ missing() }}", "{{ show.missing }}"])
def test_what_does_not_exist_is_a_mistake_with_its_place(tmp_path: Path, use: str):
    root = _write(tmp_path, f"\n{use}\n")

    with pytest.raises(TemplateError, match=r"page\.jinja:2: .*missing"):
        render(root, "page.jinja", {"show": len})
