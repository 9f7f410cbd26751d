"""Jinja2, strict and escaping. The only module that imports jinja2."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from traceback import extract_tb
from types import CodeType
from typing import Any

import jinja2
import jinja2.runtime
from markupsafe import Markup, escape


class TemplateError(Exception):
    """A mistake in a template: where, and what."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")


def render(root: Path, template: str, context: Mapping[str, object]) -> str:
    """Fill a template of `root/templates`."""
    try:
        return _environment(root).get_template(template).render(context)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(str(error.filename), error.lineno, str(error.message)) from error
    except jinja2.TemplateError as error:
        frames = [f for f in extract_tb(error.__traceback__) if f.filename.endswith(".jinja")]
        path, line = (frames[-1].filename, frames[-1].lineno) if frames else (template, 1)
        raise TemplateError(path, line or 1, str(error)) from error


def load_macros(root: Path, template: str) -> Mapping[str, Callable[..., str]]:
    """The macros of a template by name; calling one renders it, cheaper than a whole template."""
    module = _environment(root).get_template(template).module
    return {name: getattr(module, name) for name in dir(module) if not name.startswith("_")}


def mark_safe(html: str) -> Markup:
    """HTML that was built or cleaned by us and must not be escaped again."""
    return Markup(html)  # noqa: S704  # callers pass only cleaned prose and rendered templates


_find_special = re.compile("[&<>'\"]").search


def _escape(value: Any) -> Any:
    """`markupsafe.escape` for what goes straight into the output, where a plain text will do."""
    kind = type(value)
    if kind is str:
        return escape(value) if _find_special(value) else value
    if kind is Markup:
        return value
    return str(value) if kind in (int, float) else escape(value)


class _Context(jinja2.runtime.Context):
    """Calls what templates call; none of it asks for the context or the environment."""

    def call(
        self,
        function: Callable[..., Any],
        /,
        *args: Any,
        _loop_vars: object = None,
        _block_vars: object = None,
        **named: Any,
    ) -> Any:
        return function(*args, **named)


class _Template(jinja2.Template):
    @classmethod
    def from_code(
        cls,
        environment: jinja2.Environment,
        code: CodeType,
        globals: Any,
        uptodate: Callable[[], bool] | None = None,
    ) -> jinja2.Template:
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = _escape
        return template


class _Environment(jinja2.Environment):
    """A third of the usual time for templates made of many small macros and values."""

    context_class = _Context
    template_class = _Template


@cache
def _environment(root: Path) -> jinja2.Environment:
    return _Environment(
        loader=jinja2.FileSystemLoader(root / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=True,
    )
