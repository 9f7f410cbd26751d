"""Jinja2, strict and escaping. The only module that imports jinja2."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from traceback import extract_tb

import jinja2
from markupsafe import Markup


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


@cache
def _environment(root: Path) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(root / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=True,
    )
