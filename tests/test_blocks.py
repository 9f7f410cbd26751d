import pytest

from vlmatlas.blocks import BlockError, replace_block

PAGE = "before\n<!-- begin scores -->\nold\n<!-- end scores -->\nafter\n"


def test_only_what_is_inside_the_block_changes():
    page = replace_block(PAGE, "scores", "new\n")

    assert page == "before\n<!-- begin scores -->\n\nnew\n\n<!-- end scores -->\nafter\n"


def test_replacing_a_second_time_changes_nothing():
    page = replace_block(PAGE, "scores", "new")

    assert replace_block(page, "scores", "new") == page


def test_backslashes_in_the_content_stay():
    assert r"a \1 b \g<0>" in replace_block(PAGE, "scores", r"a \1 b \g<0>")


@pytest.mark.parametrize(
    "page",
    ["", PAGE + PAGE, "<!-- begin scores -->", "<!-- end scores -->\n<!-- begin scores -->"],
)
def test_a_block_that_is_not_there_exactly_once_is_refused(page: str):
    with pytest.raises(BlockError, match="scores"):
        replace_block(page, "scores", "new")
