"""Work on all cores gives what work on one does, also when it fails."""

import subprocess
import sys

import pytest

SCRIPT = """
from vlmatlas.parallel import map_on_cores
from vlmatlas.templating import TemplateError

def work(number):
    if number == {bad}:
        raise TemplateError("page.html", number, "wrong")
    return number * number

try:
    print(sum(map_on_cores(work, range(300))))
except TemplateError as error:
    print(error)
"""


@pytest.mark.parametrize("cores", ["1", "2"])
@pytest.mark.parametrize(("bad", "said"), [("None", "8955050"), ("150", "page.html:150: wrong")])
def test_results_and_errors_come_home(monkeypatch, cores, bad, said):
    monkeypatch.setenv("VLM_ATLAS_CORES", cores)
    command = [sys.executable, "-c", SCRIPT.format(bad=bad)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert done.stdout.strip() == said
