"""Generated parts of files that people write."""


class BlockError(Exception):
    """A text does not have exactly one such block."""


def replace_block(text: str, name: str, content: str) -> str:
    """The text with `content` between `<!-- begin NAME -->` and `<!-- end NAME -->`."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    for marker in (begin, end):
        if (count := text.count(marker)) != 1:
            raise BlockError(f"'{marker}' must stand here exactly once, not {count} times")
    before, _, rest = text.partition(begin)
    _old, found, after = rest.partition(end)
    if not found:
        raise BlockError(f"'{end}' must stand after '{begin}'")
    return f"{before}{begin}\n\n{content.strip()}\n\n{end}{after}"
