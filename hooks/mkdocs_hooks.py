"""MkDocs events, each forwarded in a few statements. Every event runs once per language."""

import gc
from typing import Any

import atlas_frames
import atlas_site
import atlas_styles
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs_static_i18n import reconfigure

from vlmatlas.problem import CatalogError
from vlmatlas.report import describe_all
from vlmatlas.stylesheet import StyleError
from vlmatlas.templating import TemplateError
from vlmatlas.tongue import locale_language
from vlmatlas.vocabulary import Language

_FALSE_ALARM = "language switcher contextual link is not compatible"


def on_startup(**_: object) -> None:
    """Nearly all that a build makes stays until it ends, so looking for garbage rarely pays.

    The theme finds the page in the other language by itself; a warning that it cannot is old.
    """
    gc.set_threshold(5_000, 20, 20)
    reconfigure.log.logger.addFilter(lambda record: _FALSE_ALARM not in record.getMessage())


def on_pre_build(config: MkDocsConfig) -> None:
    """Check the data before the old site is touched; the text is that of `vlmatlas check`."""
    atlas_site.refresh(config)
    try:
        atlas_site.context_of(config, Language.ZH)
    except CatalogError as error:
        text = describe_all(error.problems, locale_language())
        raise Abort(f"the catalogue has problems:\n{text}") from None


def on_build_error(error: Exception, **_: object) -> None:
    """A mistake in a template or stylesheet has a place too; what led there helps nobody."""
    if isinstance(error, StyleError):
        raise Abort(f"a stylesheet is wrong:\n{error}") from None
    if isinstance(error, TemplateError):
        raise Abort(f"a template is wrong:\n{error}") from None


@event_priority(0)
def _add_stubs(files: Files, config: MkDocsConfig) -> Files:
    return atlas_site.add_stubs(files, config, atlas_frames.engine_pages(config))


@event_priority(-200)
def _attach_pages(files: Files, config: MkDocsConfig) -> Files:
    atlas_frames.add_framed_files(files, config)
    return atlas_site.attach_pages(files, config, atlas_frames.engine_pages(config))


on_files = CombinedEvent(_add_stubs, _attach_pages)


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    atlas_site.exclude_from_search(page)
    return markdown


def on_env(env: Environment, config: MkDocsConfig, **_: object) -> Environment:
    env.globals["search_version"] = atlas_site.describe_search(config)
    atlas_frames.start(config, env)
    return env


def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    if template_name == "alternates.xml":
        atlas_frames.list_in_sitemap(context, config)
    elif template_name == "404.html":
        atlas_frames.forget_last_page(config)
    return context


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, **_: object
) -> dict[str, Any]:
    language = Language(page.file.src_uri.split("/", maxsplit=1)[0])
    context["about"] = atlas_site.describe_page(page, config, language)
    if isinstance(page, atlas_site.AtlasPage):
        atlas_frames.keep_context(page, context)
    elif page.meta.get("template") == "home.html":
        context["atlas"] = atlas_site.describe_home(config, language)
    return context


@event_priority(-200)
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """A sample is cut to a frame and not written, which is what an empty page means to MkDocs.

    The theme is kept from asking for a site map beside each translation of a page.
    """
    html = output.replace('<link rel="alternate" href=', '<link rel="alternate i18n" href=')
    html = atlas_styles.link_sheet(html, config)
    return "" if atlas_frames.cut_sample(page, html) else html


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    is_page = template_name.endswith(".html")
    return atlas_styles.link_sheet(output_content, config) if is_page else output_content


@event_priority(100)
def on_post_build(config: MkDocsConfig) -> None:
    """Before the language plugin builds the next language."""
    atlas_frames.write_pages(config)
    atlas_styles.write_sheet(config)
