import shutil
from datetime import date
from pathlib import Path

import pytest

from vlmatlas.catalog import load_catalog

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
TODAY = date(2030, 1, 1)


def pytest_addoption(parser):
    parser.addoption("--update-snapshots", action="store_true", help="accept the new pages")


@pytest.fixture
def checkout(tmp_path):
    """A small catalogue that a test may break."""
    shutil.copytree(HERE / "checkout", tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(scope="session")
def catalog():
    """The real data of this repository."""
    return load_catalog(REPOSITORY, today=TODAY)
