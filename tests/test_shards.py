"""A site built in slices is the site built at once."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from conftest import REPOSITORY
from test_frames import differing, read_site
from test_site import copy_inputs
from vlmatlas.shards import ShardError, parse_shard, plan_shards, unpack_store

pytestmark = pytest.mark.xdist_group("site")


def run(root, *arguments, python=()):
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY / "src")}
    command = [sys.executable, *python, "-m", "vlmatlas", *arguments]
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def test_slices_from_several_machines_make_the_same_site(tmp_path):
    start = copy_inputs(tmp_path)
    archives = []
    for number in (1, 2):
        machine = shutil.copytree(start, tmp_path / f"machine-{number}", ignore=only_inputs)
        archives.append(tmp_path / f"shard-{number}.zip")
        done = run(machine, "build", "--shard", f"{number}/2", "--out", str(archives[-1]))
        assert done.returncode == 0, done.stdout + done.stderr
    whole = shutil.copytree(start, tmp_path / "whole", ignore=only_inputs)
    assert run(whole, "build", "--strict").returncode == 0

    merging = shutil.copytree(start, tmp_path / "merging", ignore=only_inputs)
    done = run(merging, "merge", "--strict", *map(str, archives))

    assert done.returncode == 0, done.stdout + done.stderr
    assert differing(read_site(merging / "site"), read_site(whole / "site")) == []
    sizes = [len(list((tmp_path / f"machine-{n}/.cache").rglob("*.json"))) for n in (1, 2)]
    assert abs(sizes[0] - sizes[1]) < 5


def only_inputs(_folder, names):
    return [name for name in names if name.startswith(("machine-", "shard-", "whole", "merging"))]


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "a/b", "-1/2", ""])
def test_what_is_no_slice_is_named(text):
    with pytest.raises(ShardError, match="is no slice"):
        parse_shard(text)


def test_slices_share_all_things_out():
    things = list(range(10))
    slices = [parse_shard(f"{index}/3").select(things) for index in (1, 2, 3)]

    assert sorted(thing for slice_ in slices for thing in slice_) == things
    assert max(map(len, slices)) - min(map(len, slices)) <= 1


def test_slices_are_planned_for_a_catalogue_that_outgrows_a_machine():
    assert plan_shards(999) == []
    assert list(map(str, plan_shards(1600))) == ["1/3", "2/3", "3/3"]


def test_plan_is_what_the_matrix_of_a_workflow_reads_and_needs_no_library(tmp_path):
    for number in range(1000):
        (tmp_path / f"models/family-{number}").mkdir(parents=True)
        (tmp_path / f"models/family-{number}/model.yaml").touch()
    done = run(tmp_path, "build", "--plan", python=("-S",))

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["1/2", "2/2"]


def test_an_archive_that_is_none_is_refused(tmp_path):
    (tmp_path / "shard.zip").write_bytes(b"nothing")

    with pytest.raises(ShardError, match=r"shard\.zip"):
        unpack_store(tmp_path, [tmp_path / "shard.zip"])
