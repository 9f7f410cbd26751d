"""A stored page is used exactly as long as nothing it was made from has changed."""

import shutil

import pytest

from conftest import REPOSITORY, TODAY
from vlmatlas.catalog import load_catalog
from vlmatlas.changes import DataHistory
from vlmatlas.exports.drawings import render_drawings
from vlmatlas.exports.files import render_downloads
from vlmatlas.feeds import render_feeds
from vlmatlas.kept import keep_files
from vlmatlas.pages.page import Address, Context
from vlmatlas.pages.site import list_pages, render_page
from vlmatlas.pages.store import FOLDER, open_store
from vlmatlas.tables import score_table
from vlmatlas.tracing import EVERYTHING, FACTS, Trace
from vlmatlas.vocabulary import Language

FAMILY = Address("family", "cogvlm")
SOME = ("", "cogvlm", "llava-phi", "mipha", "mmmu", "phi-2", "tool")


@pytest.fixture(scope="module")
def _copy(tmp_path_factory):
    root = tmp_path_factory.mktemp("store")
    for name in ("models", "registry", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    return root


@pytest.fixture
def root(_copy, tmp_path):
    return shutil.copytree(_copy, tmp_path / "root")


def open_pages(root, language=Language.EN):
    catalog = load_catalog(root, today=TODAY)
    context = Context(root, catalog, score_table(catalog), language, "https://code.example/atlas")
    return open_store(context)


def some_pages(store):
    return [address for address in list_pages(store.context.catalog) if address.id in SOME]


def render_all(root):
    store = open_pages(root)
    for address in some_pages(store):
        store.page(address)
    return store


def append(path, text):
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_stored_pages_are_those_that_would_be_rendered(root):
    first = render_all(root)
    second = open_pages(root)
    addresses = some_pages(second)

    assert first.rendered == addresses
    for address in addresses:
        assert second.page(address) == render_page(second.context, address)
    assert second.rendered == []


def test_an_edited_write_up_renders_no_other_page_of_an_entry(root):
    render_all(root)
    body = root / "models/cogvlm/en.md"
    text = body.read_text(encoding="utf-8")
    body.write_text(text.replace("## Motivation\n\n", "## Motivation\n\nOne more sentence. "))

    rendered = {address for address in render_all(root).rendered if address.id}

    assert rendered == {FAMILY}
    assert "One more sentence." in open_pages(root).page(FAMILY).html


def test_a_renamed_component_renders_the_families_that_use_it(root):
    render_all(root)
    path = root / "registry/components/phi-2.yaml"
    path.write_text(path.read_text().replace("name: Phi-2", "name: Phi-Two", 1))

    rendered = render_all(root).rendered

    assert Address("family", "llava-phi") in rendered
    assert Address("family", "cogvlm") not in rendered
    assert "Phi-Two" in open_pages(root).page(Address("family", "llava-phi")).html


def test_a_family_knows_of_a_new_descendant(root):
    render_all(root)
    path = root / "models/mipha/model.yaml"
    text = path.read_text(encoding="utf-8")
    before, _, after = text.partition("\nbased_on:\n")
    path.write_text(f"{before}\nbased_on:\n- cogvlm\n{after}", encoding="utf-8")

    assert "../mipha/" in open_pages(root).page(FAMILY).html


@pytest.mark.parametrize("name", ["templates/pages/family.html.jinja", "templates/labels.yaml"])
def test_a_changed_template_or_label_renders_everything(root, name):
    before = render_all(root).rendered
    append(root / name, "\n")

    assert render_all(root).rendered == before


@pytest.mark.parametrize("damage", [b"", b"\x00\xff", b"{}", None])
def test_a_damaged_page_is_rendered_again(root, damage):
    page = open_pages(root).page(FAMILY)
    path = root / FOLDER / "en/family/cogvlm.json"
    content = path.read_bytes()
    path.write_bytes(content[:-9] + b"x" + content[-8:] if damage is None else damage)
    store = open_pages(root)

    assert store.page(FAMILY) == page
    assert store.rendered == [FAMILY]


def test_every_read_of_a_watched_catalogue_is_noted(catalog):
    trace = Trace()
    watched = trace.watch(catalog)

    _ = watched.components["phi-2"], "tool" in watched.tags, watched.by_id.get("cogvlm")

    assert trace.reads == {("components", "phi-2"), ("tags", "tool"), ("by_id", "cogvlm")}
    assert len(watched.components) == len(catalog.components)
    assert FACTS in trace.reads
    assert EVERYTHING not in trace.reads
    assert len(watched.bodies) == len(catalog.bodies)
    assert EVERYTHING in trace.reads


def test_downloads_do_not_read_write_ups(catalog):
    trace = Trace()
    watched = trace.watch(catalog)

    render_downloads(watched, DataHistory())
    render_drawings(REPOSITORY, watched)
    render_feeds(REPOSITORY, watched, DataHistory(), "https://atlas.example/")

    assert FACTS in trace.reads
    assert EVERYTHING not in trace.reads
    assert "bodies" not in {kind for kind, _ in trace.reads}


def test_kept_files_are_made_again_for_another_key_or_when_damaged(tmp_path):
    made = []

    def make():
        made.append(1)
        return [("a.txt", b"text"), ("b/c.bin", bytes(99))]

    path = tmp_path / "kept.zip"
    files = dict(make())
    made.clear()
    assert keep_files(path, "one", make) == files
    assert keep_files(path, "one", make) == files
    assert len(made) == 1

    keep_files(path, "two", make)
    path.write_bytes(path.read_bytes().replace(b"text", b"tent"))

    assert keep_files(path, "two", make) == files
    assert len(made) == 3
