"""The same work for many things, on all cores where the system can copy this process."""

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_CHUNKS_PER_CORE = 8
_WORTH_A_PROCESS = 64


def map_on_cores(work: Callable[[T], R], things: Sequence[T]) -> Iterator[R]:
    """Results in the order of `things`; workers see all that this process has in memory."""
    cores = min(count_cores(), len(things) // _WORTH_A_PROCESS)
    if cores < 2 or not _can_copy_process():  # noqa: PLR2004
        yield from map(work, things)
        return
    size = max(1, len(things) // (cores * _CHUNKS_PER_CORE))
    _works.append(work)
    gc.freeze()  # else the workers' collections would touch, and so copy, all that they share
    try:
        with multiprocessing.get_context("fork").Pool(cores) as pool:
            for thing, result in zip(things, pool.imap(_run, things, chunksize=size), strict=True):
                yield work(thing) if isinstance(result, _Failed) else result
    finally:
        gc.unfreeze()
        _works.pop()


def count_cores() -> int:
    """The cores this process may use; `VLM_ATLAS_CORES` lowers the number."""
    if wanted := os.environ.get("VLM_ATLAS_CORES"):
        return int(wanted)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _can_copy_process() -> bool:
    """Copies of a process with threads can hang, and other systems start workers from nothing."""
    return sys.platform == "linux" and threading.active_count() == 1


_works: list[Callable[[Any], Any]] = []
"""The work of the workers; a copied process finds it here, whatever it holds on to."""


class _Failed:
    """An error does not travel well: what failed in a copy is done again where it can be raised."""


def _run(thing: Any) -> Any:
    try:
        return _works[-1](thing)
    except Exception:  # noqa: BLE001  # raised again where the result is wanted
        return _Failed()
