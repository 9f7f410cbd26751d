"""However a site is built, it is the same site."""

import os
import re
import subprocess
import sys

import pytest

from test_site import copy_inputs
from vlmatlas.pages.frame import cut_frame, slot

pytestmark = pytest.mark.xdist_group("site")


def build(root, folder, **variables):
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"} | variables
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", folder]
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return read_site(root / folder)


def read_site(folder):
    """path → content; the list of all pages as a set, for its order means nothing."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".gz"
    }
    pages = re.findall(r"<url>(.*?)</url>", files["alternates.xml"].decode(), re.DOTALL)
    lines = sorted(_sort_links(" ".join(page.split())) for page in pages)
    files["alternates.xml"] = "\n".join(lines).encode()
    return files


def _sort_links(page):
    links = sorted(re.findall(r"<xhtml:link[^>]*>", page))
    return re.sub(r"<xhtml:link[^>]*>", "", page).strip() + " ".join(links)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return copy_inputs(tmp_path_factory.mktemp("frames"))


@pytest.fixture(scope="module")
def cold(root):
    return build(root, "cold")


def differing(one, other):
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_pages_in_frames_are_those_that_the_engine_renders(root, cold):
    assert differing(build(root, "plain", VLM_ATLAS_FRAMES="0"), cold) == []


def test_a_second_build_from_stored_pages_gives_the_same_site(root, cold):
    assert differing(build(root, "warm"), cold) == []


def test_one_core_and_many_build_the_same_site(root, cold):
    assert differing(build(root, "alone", VLM_ATLAS_CORES="1"), cold) == []


def test_no_slot_is_left_in_the_site(cold):
    assert [name for name, content in cold.items() if b"vlm-frame-" in content] == []


def test_a_frame_is_filled_slot_by_slot():
    frame = cut_frame(f"<title>{slot('title')}</title>{slot('html')}{slot('title')}")

    assert frame.fill({"title": "A & B", "html": slot("id")}) == (
        "<title>A & B</title>vlm-frame-id-xA & B"
    )
