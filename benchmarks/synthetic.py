"""A catalogue of any size, made from the real one: same amount of YAML and text, other content.

Every copy gets its own ids, names and scores, its write-ups differ in every paragraph, and what it
builds on or links to are copies of the same round, so that no page grows with the catalogue.
"""

import random
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))
from vlmatlas.stamps import stamp_pair  # noqa: E402

SITE = ("content", "hooks", "templates")
_REFERENCE = re.compile(r"\((family|variant):([^)]+)\)")


def make_catalogue(target: Path, families: int) -> None:
    """Write `models/` and `registry/`; the first families are the real ones as they are."""
    shutil.copytree(ROOT / "registry", target / "registry")
    originals = sorted(path for path in (ROOT / "models").iterdir() if path.is_dir())
    ids = {path.name: variant_ids(path) for path in originals}
    for number in range(families):
        original = originals[number % len(originals)]
        round_ = number // len(originals)
        if round_:
            present = {path.name for path in originals[: families - round_ * len(originals)]}
            _perturb(
                original, target / "models", round_, {k: v for k, v in ids.items() if k in present}
            )
        else:
            shutil.copytree(original, target / "models" / original.name)
    _accept_as_often(target / "registry" / "suppressions.yaml", families // len(originals) + 1)


def _accept_as_often(path: Path, rounds: int) -> None:
    """What is accepted in the real catalogue is accepted in its copies, as far as there are any."""
    items = re.split(r"^(?=- )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for item in items[1:]:
        found = re.search(r"^  path: (models/[^/\n]+)", item, re.MULTILINE)
        for round_ in range(1, rounds) if found else ():
            folder = f"{found[1]}-x{round_}"
            if (path.parent.parent / folder).is_dir():
                copy = item.replace(found[1], folder, 1)
                items.append(re.sub(r"^  value: .*\n", "", copy, flags=re.MULTILINE))
    path.write_text("".join(items), encoding="utf-8")


def make_project(target: Path, families: int) -> None:
    """The catalogue and all that is needed to build its site."""
    make_catalogue(target, families)
    for name in SITE:
        shutil.copytree(ROOT / name, target / name)
    (target / "src").mkdir()
    shutil.copy(ROOT / "mkdocs.yml", target)


def variant_ids(folder: Path) -> list[str]:
    text = (folder / "model.yaml").read_text(encoding="utf-8")
    block = text.partition("\nvariants:")[2]
    block = re.split(r"\n(?=[a-z_]+:)", block)[0]
    return re.findall(r"^ *- id: (\S+)$", block, re.MULTILINE)


def _perturb(original: Path, models: Path, round_: int, present: Mapping[str, list[str]]) -> None:
    """Families and variants in `present` exist in this round too; others keep their first name."""
    folder = models / f"{original.name}-x{round_}"
    folder.mkdir(parents=True)
    suffix = f"-x{round_}"
    random_ = random.Random(f"{original.name}{round_}")  # noqa: S311
    model = (original / "model.yaml").read_text(encoding="utf-8")
    model = _rename_model(model, present, variant_ids(original), suffix)
    model = _shift_papers(_shift_scores(model, random_), round_)
    (folder / "model.yaml").write_text(model, encoding="utf-8")
    known = {id for family, ids in present.items() for id in (family, *ids)}
    bodies = {
        name: _rewrite_body((original / name).read_text(encoding="utf-8"), known, suffix)
        for name in ("zh.md", "en.md")
    }
    for name, text in stamp_pair(bodies).items():
        (folder / name).write_text(text, encoding="utf-8")


def _rename_model(text: str, present: Mapping[str, list[str]], own: list[str], suffix: str) -> str:
    word = suffix.replace("-", " ")
    text = re.sub(r"^name: (.*?)$", rf"name: \1{word}", text, count=1, flags=re.MULTILINE)
    head, aliases, rest = text.partition("\naliases:\n")
    if aliases:
        lines = rest.split("\n")
        while lines and lines[0].startswith("- "):
            head += "" if "aliases" not in aliases else aliases
            aliases = ""
            head += f"{_extend(lines.pop(0), word)}\n"
        text = head + "\n".join(lines)
    parts = re.split(r"^(?=[a-z_]+:)", text, flags=re.MULTILINE)
    text = "".join(_rename_ids(part, own, suffix) for part in parts)
    text = _rename_variants(text, word)
    return _rename_list(text, "based_on", present, suffix)


def _rename_ids(part: str, own: list[str], suffix: str) -> str:
    """Ids of variants; in figures the same word elsewhere is a node."""
    lines = part.split("\n")
    figure = part.startswith("architecture:")
    return "\n".join(
        line if figure and not _NAMES_VARIANTS.match(line) else _rename_line(line, own, suffix)
        for line in lines
    )


def _rename_line(line: str, own: list[str], suffix: str) -> str:
    for id in own:
        line = re.sub(
            rf"(?<!language_model: )(?<![\w./-]){re.escape(id)}(?![\w./-])", f"{id}{suffix}", line
        )
    return line


_NAMES_VARIANTS = re.compile(r"\s*((variants|drawn):|- \S+$)")


def _extend(line: str, word: str) -> str:
    """A line of a list with `word` at the end of its text."""
    return f"{line[:-1]}{word}{line[-1]}" if line[-1] in "'\"" else line + word


def _rename_variants(text: str, word: str) -> str:
    """Names and aliases of variants are as unique as those of families."""
    head, _, rest = text.partition("\nvariants:\n")
    block, end, tail = rest, "", ""
    if found := re.search(r"\n\n?(?=[a-z_]+:)", rest):
        block, end, tail = rest[: found.start()], found[0], rest[found.end() :]
    lines, aliases = [], False
    for line in block.split("\n"):
        aliases = line.strip() == "aliases:" or (aliases and line.lstrip().startswith("- "))
        named = line.startswith("    name: ") or (aliases and line.lstrip().startswith("- "))
        lines.append(_extend(line, word) if named else line)
    return f"{head}\nvariants:\n" + "\n".join(lines) + end + tail


def _rename_list(text: str, key: str, present: Mapping[str, list[str]], suffix: str) -> str:
    def rename(found: re.Match[str]) -> str:
        return re.sub(r"(?<=- )\S+", lambda name: name[0] + suffix * (name[0] in present), found[0])

    return re.sub(rf"^{key}:\n(- .*\n)+", rename, text, flags=re.MULTILINE)


def _shift_scores(text: str, random_: random.Random) -> str:
    """Other last digits; the size of a number and its range stay."""
    head, mark, scores = text.partition("\nscores:\n")

    def shift(found: re.Match[str]) -> str:
        return f"{found[1]}{random_.randrange(10)}"

    return head + mark + re.sub(r"(: \d+\.\d*)\d(?=[,}\n])", shift, scores)


def _shift_papers(text: str, round_: int) -> str:
    """A paper belongs to one family."""
    return re.sub(
        r"(arxiv\.org/abs/\d{4}\.)(\d{5})",
        lambda found: f"{found[1]}{(int(found[2]) + 32 * round_) % 100_000:05}",
        text,
    )


def _rewrite_body(text: str, known: set[str], suffix: str) -> str:
    def rename(found: re.Match[str]) -> str:
        kind, id = found.groups()
        return f"({kind}:{id}{suffix})" if id in known else found[0]

    text = _REFERENCE.sub(rename, text)
    word = suffix.replace("-", "")
    return re.sub(r"^(?=[A-Z\u4e00-\u9fff])", f"{word}: ", text, flags=re.MULTILINE)
