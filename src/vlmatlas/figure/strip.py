"""The training stages under a figure: a column per part, a row per stage, bars in the cells."""

from collections.abc import Sequence
from typing import Final

from vlmatlas.figure.plan import PAD
from vlmatlas.figure.shapes import Bar, Bars, Head, Key, Line, Strip, number
from vlmatlas.figure.stages import Training
from vlmatlas.figure.text import text_width, wrap, wrap_hard
from vlmatlas.labels import Labels
from vlmatlas.vocabulary import Role, State

BAR: Final = 20.0
_HEAD_SIZE: Final = 10.5
_NAME_SIZE: Final = 12.5
_TITLE_SIZE: Final = 13.0
_NOTE: Final = 11.5
_HEAD_STEP, _NAME_STEP = 13.0, 15.0
_NAMES_AT_MOST: Final = 250.0
_NUMBER: Final = 18.0
_SIGN: Final = 9.0
_KEY_STEP: Final = 17.0


def lay_out_strip(
    training: Training, labels: Labels, *, width: float, top: float, portrait: bool
) -> tuple[Strip, float] | None:
    """The table below `top`, and where it ends; nothing if no stage is known."""
    if not training.stages or not training.parts:
        return None
    rule = number(top)
    named = [
        wrap(stage.name.in_(labels.language), _name_room(width, portrait=portrait), _NAME_SIZE)
        for stage in training.stages
    ]
    side = 0.0 if portrait else 34 + max(text_width(t, _NAME_SIZE) for ls in named for t in ls)
    gap = 6.0 if portrait else 8.0
    count = len(training.parts)
    bar = (width - 2 * PAD - side - gap * (count - 1)) / count
    lefts = [PAD + side + index * (bar + gap) for index in range(count)]
    title = Line("name-start", labels("figure.training"), PAD, number(top + 21))
    keys = _keys(training, labels, width - PAD, top + 21)
    room = text_width(title.text, _TITLE_SIZE, bold=True)
    if keys and keys[0].line.x - 2 * _SIGN < PAD + room:
        top += _KEY_STEP
        keys = _keys(training, labels, width - PAD, top + 21)
    heads, y = _heads(training, labels, lefts, bar, top + 38)
    starts, wide = [number(left) for left in lefts], number(bar)
    names: list[Line] = []
    bars: dict[tuple[State, Role], list[Bar]] = {}
    for index, lines in enumerate(named):
        y, there = _name_stage(index, lines, y, names, portrait=portrait)
        for part, left in zip(training.parts, starts, strict=True):
            look = training.states[index, part.id], part.role
            bars.setdefault(look, []).append(Bar(left, number(there), wide))
    alike = tuple(Bars(state, role, tuple(cells)) for (state, role), cells in bars.items())
    return Strip(rule, title, keys, heads, tuple(names), alike), y


def _name_room(width: float, *, portrait: bool) -> float:
    return width - 2 * PAD - _NUMBER if portrait else min(_NAMES_AT_MOST, 0.28 * width)


def _heads(
    training: Training, labels: Labels, lefts: Sequence[float], bar: float, top: float
) -> tuple[tuple[Head, ...], float]:
    """Names above their columns, standing on a common line."""
    broken = [
        wrap_hard(part.name.in_(labels.language), bar + 4, _HEAD_SIZE, bold=True)
        for part in training.parts
    ]
    foot = top + _HEAD_STEP * max(len(lines) for lines in broken)
    heads = []
    for part, lines, left in zip(training.parts, broken, lefts, strict=True):
        y = foot - _HEAD_STEP * len(lines) + 10
        placed = tuple(
            Line("head", text, number(left + bar / 2), number(y + _HEAD_STEP * row))
            for row, text in enumerate(lines)
        )
        heads.append(Head(part.role, placed))
    return tuple(heads), foot + 6


def _name_stage(
    index: int, lines: Sequence[str], y: float, names: list[Line], *, portrait: bool
) -> tuple[float, float]:
    """Add the lines of a stage's name; where the next row and where this row's bars begin."""
    tall = _NAME_STEP * len(lines)
    first = y + 12 if portrait else y + max(0.0, (BAR - tall) / 2) + 11.5
    names.append(Line("order", str(index + 1), PAD, number(first)))
    for row, text in enumerate(lines):
        place = number(first + _NAME_STEP * row)
        names.append(Line("stage", text, PAD + _NUMBER, place))
    if portrait:
        return y + tall + 4 + BAR + 9, y + tall + 4
    return y + max(BAR, tall) + 8, y + max(0.0, (tall - BAR) / 2)


def _keys(training: Training, labels: Labels, right: float, y: float) -> tuple[Key, ...]:
    """The states that occur, set from the right edge."""
    used = set(training.states.values())
    keys: list[Key] = []
    for state in reversed([state for state in State if state in used]):
        text = labels.word(state)
        right -= text_width(text, _NOTE)
        keys.append(Key(state.value, Line("note-start", text, number(right), number(y))))
        right -= 27
    return tuple(reversed(keys))
