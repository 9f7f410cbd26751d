"""An edit changes what it is asked to, and no other character."""

import pytest

from conftest import REPOSITORY
from vlmatlas.yamledit import add_item, add_key, set_value
from vlmatlas.yamlfile import Flow, parse_yaml

TEXT = """\
# head
name: 'Lynx'   # a name
links: {paper: "https://lynx.test/1"}
sources:
  report:
    kind: paper  # the only one
# between

scores:
  - source: report
    values:
      lynx-2b:
        bench.val: 51.0  # Table 3
  # foot
last: |
  text
"""


@pytest.mark.parametrize(
    ("edit", "added"),
    [
        (lambda text: add_key(text, ("sources",), "card", {"kind": "model-card"}), 2),
        (lambda text: add_key(text, ("scores", 0, "values", "lynx-2b"), "bench.test", 50.5), 1),
        (lambda text: add_item(text, ("scores",), {"source": "card", "values": Flow(a=1)}), 2),
        (lambda text: add_key(text, (), "more", ["x"]), 2),
    ],
    ids=["a mapping", "a nested mapping", "a list", "the whole file"],
)
def test_new_lines_stand_behind_the_last_of_their_kind(edit, added):
    new = edit(TEXT)

    rest = [line for line in new.splitlines() if line in TEXT.splitlines()]
    assert rest == TEXT.splitlines()
    assert len(new.splitlines()) == len(TEXT.splitlines()) + added


def test_a_mapping_in_one_line_stays_in_one_line():
    new = add_key(TEXT, ("links",), "code", "https://lynx.test/code")

    assert parse_yaml(new)["links"]["code"] == "https://lynx.test/code"
    assert len(new.splitlines()) == len(TEXT.splitlines())


def test_an_empty_mapping_is_filled():
    assert add_key("a: {}\n", ("a",), "b", 1) == "a: {b: 1}\n"


def test_a_value_is_replaced_and_its_comment_kept():
    new = set_value(TEXT, ("scores", 0, "values", "lynx-2b", "bench.val"), 52)

    assert "bench.val: 52  # Table 3" in new
    assert new.replace("52  #", "51.0  #") == TEXT


def test_every_real_file_takes_a_score_and_a_source_without_other_changes():
    for path in sorted((REPOSITORY / "models").glob("*/model.yaml")):
        text = path.read_text(encoding="utf-8")
        new = add_key(text, ("sources",), "extra", {"kind": "paper", "title": "第二份：报告"})
        if "scores" in parse_yaml(text):
            new = add_item(new, ("scores",), {"source": "extra", "values": {"a": {"b.val": 1}}})
        kept = iter(new.splitlines())
        assert all(line in kept for line in text.splitlines()), path
