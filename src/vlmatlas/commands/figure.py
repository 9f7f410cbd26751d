"""`vlmatlas figure`: an architecture figure as SVG or PNG, for a paper or a slide."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from vlmatlas.catalog import Catalog, load_catalog
from vlmatlas.exports.drawings import STYLESHEET
from vlmatlas.figure.files import cut_sheet, render_png
from vlmatlas.figure.render import Layout, Renderer, Structure, build_structures
from vlmatlas.labels import load_labels
from vlmatlas.names import index_names
from vlmatlas.problem import CatalogError
from vlmatlas.report import describe_all, name_no_family
from vlmatlas.tongue import locale_language
from vlmatlas.vocabulary import Language


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("figure", help="draw the architecture of a family")
    parser.add_argument("family", help="id or name of a family, such as cogvlm")
    parser.add_argument("--structure", help="which of its structures, where it has several")
    parser.add_argument("--lang", choices=list(Language), help="language of the words")
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument("--layout", choices=list(Layout), default=Layout.LANDSCAPE)
    parser.add_argument("--scale", type=float, default=2.0, help="pixels of a PNG per unit")
    parser.add_argument("-o", "--output", type=Path, help="a .svg or .png file")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    language = Language(options.lang or locale_language())
    output: Path = options.output or Path(f"{options.family}.svg")
    if output.suffix not in {".svg", ".png"}:
        return _fail(_SAID["ending"][language].format(output=output))
    try:
        catalog = load_catalog(options.root, today=datetime.now(UTC).date())
        structure = _find(catalog, options.family, options.structure, language)
        svg = _draw(options, catalog, structure, language)
        content = render_png(svg, scale=options.scale) if output.suffix == ".png" else svg.encode()
        output.write_bytes(content)
    except CatalogError as error:
        return _fail(describe_all(error.problems, language))
    except LookupError as error:
        return _fail(str(error.args[0]))
    except OSError as error:
        return _fail(f"{output}: {error.strerror}")
    return 0


def _find(catalog: Catalog, family: str, id: str | None, language: Language) -> Structure:
    said = {key: texts[language] for key, texts in _SAID.items()}
    names = index_names(catalog.by_id)
    found = names.find(family)
    if found is None:
        raise LookupError(name_no_family(family, names.suggest(family), language))
    structures = {
        each.architecture.id: each for each in build_structures(catalog, catalog.by_id[found])
    }
    if not structures:
        raise LookupError(said["undrawn"].format(family=found))
    known = ", ".join(structures)
    if id is not None and id not in structures:
        raise LookupError(said["structure"].format(family=found, value=id, known=known))
    if id is None and len(structures) > 1:
        print(said["first"].format(family=found, known=known), file=sys.stderr)
    return structures[id] if id else next(iter(structures.values()))


def _draw(
    options: argparse.Namespace, catalog: Catalog, structure: Structure, language: Language
) -> str:
    labels = load_labels(options.root, language)
    renderer = Renderer(options.root, catalog, labels, lambda _node: None)
    stylesheet = (options.root / STYLESHEET).read_text(encoding="utf-8")
    sheet = cut_sheet(stylesheet, dark=options.theme == "dark")
    return renderer.render(structure, Layout(options.layout), sheet=sheet) + "\n"


def _fail(message: str) -> int:
    print(f"vlmatlas figure: {message}", file=sys.stderr)
    return 2


_SAID = {
    "ending": {
        Language.EN: "{output}: the name must end in .svg or .png",
        Language.ZH: "{output}：文件名须以 .svg 或 .png 结尾",
    },
    "undrawn": {
        Language.EN: "{family}: the family has no `architecture:` yet",
        Language.ZH: "{family}：该家族还没有 `architecture:`",
    },
    "structure": {
        Language.EN: "{family}: no structure '{value}'; it has: {known}",
        Language.ZH: "{family}：没有结构「{value}」；已有：{known}",
    },
    "first": {
        Language.EN: "{family}: drawing the first of its structures: {known}",
        Language.ZH: "{family}：绘制其中第一个结构：{known}",
    },
}
