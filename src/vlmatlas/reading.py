"""Read the whole data set and find everything that is wrong with it.

What was found sound before need not be looked at again: a `Memory` knows families by the digests
of their files and of the registry, and what the YAML of the registry says.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from vlmatlas.digests import digest_texts
from vlmatlas.filereading import UNREADABLE, FileReader
from vlmatlas.layout import BODY_FILES, FAMILY_FILES, REGISTRY
from vlmatlas.memory import Entries, Known, Memory
from vlmatlas.problem import Problem
from vlmatlas.records import FamilyFile
from vlmatlas.registry import Suppression, SuppressionFile
from vlmatlas.registryreading import read_optional, read_registry
from vlmatlas.rules import check_catalogue, check_families
from vlmatlas.rules.draft import Draft, Sound
from vlmatlas.suppressions import apply_suppressions
from vlmatlas.textfile import decode_text, read_content

_SUPPRESSIONS = "registry/suppressions.yaml"


@dataclass(frozen=True)
class Reading:
    """All that was read: `memory` is for the next time."""

    draft: Draft
    problems: list[Problem]
    digests: Mapping[str, str]
    memory: Memory


def read_catalogue(
    root: Path,
    *,
    today: date,
    memory: Memory | None = None,
    whole: bool = False,
    changed: Collection[str] | None = None,
) -> Reading:
    """Read and check; `whole` also keeps records and texts of families that were known before.

    Where the families in `changed`, and `REGISTRY` for all of it, are all that differs from
    `memory`, nothing else is opened.
    """
    memory = memory or Memory()
    files = FileReader(root, memory.data, lambda path: whole or path.startswith("registry/"))
    entries = _registry(files, memory, changed)
    digest = digest_texts(*(f"{path} {files.digests[path]}" for path in sorted(files.digests)))
    stands = not files.problems
    if not stands or digest != memory.registry or memory.day > today.isoformat():
        memory = replace(memory, families={})
    reader = _FamilyReader(files, memory, whole)
    families = reader.read(changed)
    draft = Draft(
        **entries.records,
        families=families,
        bodies=reader.bodies,
        known={**entries.known, "families": reader.ids},
        today=today,
        sound={id: known.outline for id, known in reader.sound.items()},
        read_sound=reader.read_sound,
    )
    for path, finding in check_families(draft):
        files.report(path, finding)
    known = reader.remember(draft) if stands else {}
    for path, finding in check_catalogue(draft):
        files.report(path, finding)
    _suppress(files, today)
    problems = sorted(files.place_problems())
    kept = entries if stands else None
    found = Memory(today.isoformat(), digest, known, files.data, kept)
    return Reading(draft, problems, files.digests, found)


def _registry(files: FileReader, memory: Memory, changed: Collection[str] | None) -> Entries:
    """As it is remembered, if nobody touched it."""
    entries = memory.entries
    if entries is None or changed is None or REGISTRY in changed:
        return read_registry(files)
    files.digests.update(entries.digests)
    files.data.update(entries.data)
    return entries


def _suppress(files: FileReader, today: date) -> None:
    """Drop what someone accepted, and report what is wrong with the suppressions themselves."""
    suppressions: tuple[Suppression, ...] = read_optional(
        files, "suppressions", SuppressionFile
    ).root
    problems = [problem for problem, _ in files.problems]
    accepted, findings = apply_suppressions(problems, suppressions, today)
    dropped = set(map(id, accepted))
    files.problems = [item for item in files.problems if id(item[0]) not in dropped]
    for finding in findings:
        files.report(_SUPPRESSIONS, finding)


@dataclass
class _FamilyReader:
    """Reads the families that are not as they were remembered."""

    files: FileReader
    memory: Memory
    whole: bool
    bodies: dict[str, dict[str, str]] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    """Of all families, also where the files themselves are broken."""
    sound: dict[str, Known] = field(default_factory=dict)
    """Families that are as they were remembered."""

    def read(self, changed: Collection[str] | None) -> dict[str, FamilyFile]:
        """Those that are not known to be sound."""
        families: dict[str, FamilyFile] = {}
        for id in self.files.list_names("models", of_folders=True):
            self.ids.add(id)
            known = self.memory.families.get(id)
            if changed is not None and id not in changed and known and self._suffices(known):
                self._take_over(id, known)
                continue
            contents = {
                name: self.files.read_content(f"models/{id}/{name}") for name in FAMILY_FILES
            }
            if known is not None and known.digest == self._digest(id):
                self.sound[id] = self._complete(id, known, contents) if self.whole else known
                continue
            self.bodies[id] = self._decode_bodies(id, contents)
            path = f"models/{id}/model.yaml"
            if file := self.files.parse(path, contents["model.yaml"], FamilyFile):
                families[id] = file
        return families

    def read_sound(self, id: str) -> Sound:
        known = self.sound[id]
        if known.sound is not None:
            return known.sound
        folder = self.files.root / "models" / id
        contents = {name: read_content(folder / name) for name in FAMILY_FILES}
        found = self._complete(id, known, contents)
        self.sound[id] = found
        assert found.sound is not None  # noqa: S101  # that is what completes it
        return found.sound

    def remember(self, draft: Draft) -> dict[str, Known]:
        """The families that have no problem so far."""
        paths = (problem.path.split("/") for problem, _ in self.files.problems)
        broken = {parts[1] for parts in paths if parts[0] == "models"}
        found = {
            id: Known(
                self._digest(id),
                draft.outlines[id],
                (file, self.bodies[id]) if self.whole else None,
            )
            for id, file in draft.families.items()
            if id not in broken
        }
        return self.sound | found

    def _suffices(self, known: Known) -> bool:
        return known.sound is not None or not self.whole

    def _take_over(self, id: str, known: Known) -> None:
        """A family whose files nobody touched."""
        paths = [f"models/{id}/{name}" for name in FAMILY_FILES]
        self.files.digests.update(zip(paths, known.digest.split(" "), strict=True))
        self.sound[id] = known
        if paths[0] in self.memory.data:
            self.files.data[paths[0]] = self.memory.data[paths[0]]

    def _complete(self, id: str, known: Known, contents: Mapping[str, bytes]) -> Known:
        """The same with record and texts; its files are as they were when all was well."""
        data = self.files.load(f"models/{id}/model.yaml", contents["model.yaml"])
        if known.sound is not None:
            return known
        file = FamilyFile.model_validate(data)
        texts = {name.removesuffix(".md"): decode_text(contents[name]) for name in BODY_FILES}
        return replace(known, sound=(file, texts))

    def _digest(self, id: str) -> str:
        """Of a family's files; those that cannot be read have none."""
        return " ".join(self.files.digests.get(f"models/{id}/{name}", "") for name in FAMILY_FILES)

    def _decode_bodies(self, id: str, contents: Mapping[str, Any]) -> dict[str, str]:
        texts = {
            name.removesuffix(".md"): self.files.decode(f"models/{id}/{name}", contents[name])
            for name in BODY_FILES
        }
        return {language: text for language, text in texts.items() if text is not UNREADABLE}
