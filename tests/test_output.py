from pathlib import Path

import pytest

from factories import make_catalog
from vlmatlas.jsonschema import stale_schemas, write_schemas
from vlmatlas.output import write_files


def test_files_are_written_into_folders_that_did_not_exist(tmp_path: Path):
    changed = write_files(tmp_path / "site", {"b/c.txt": b"c", "a.txt": b"a"})

    assert changed == ["a.txt", "b/c.txt"]
    assert (tmp_path / "site/b/c.txt").read_bytes() == b"c"


def test_a_file_that_does_not_differ_is_left_alone(tmp_path: Path):
    write_files(tmp_path, {"a": b"1", "b": b"1"})
    before = (tmp_path / "a").stat()

    changed = write_files(tmp_path, {"a": b"1", "b": b"2"})

    after = (tmp_path / "a").stat()
    assert changed == ["b"]
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_no_temporary_file_stays_behind(tmp_path: Path):
    (tmp_path / "taken").mkdir()

    with pytest.raises(OSError, match="taken"):
        write_files(tmp_path, {"a": b"1", "taken": b"2"})

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "taken"]


def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path):
    with pytest.raises(ValueError, match="outside"):
        write_files(tmp_path / "site", {"../a": b"1"})

    assert not (tmp_path / "a").exists()


def test_a_schema_is_stale_until_it_is_written(tmp_path: Path):
    catalog = make_catalog()
    stale = stale_schemas(tmp_path, catalog)
    write_schemas(tmp_path, catalog)

    assert "schema/model.schema.json" in stale
    assert stale_schemas(tmp_path, catalog) == []
