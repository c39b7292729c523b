"""Work on all cores where time is not what is measured, and on one where it is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

import cv2

Item = TypeVar("Item")
Result = TypeVar("Result")


def spread(work: Callable[[Item], Result], items: Iterable[Item], chunk: int = 1) -> list[Result]:
    """The results of a module's function for each item, in order, from as many processes as cores."""
    with get_context("spawn").Pool(initializer=cv2.setNumThreads, initargs=(1,)) as crew:
        return crew.map(work, items, chunk)


@contextmanager
def one_core() -> Iterator[None]:
    """This process on one core, where the system can bind it, and OpenCV without threads."""
    threads = cv2.getNumThreads()
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    cv2.setNumThreads(1)
    if cores:
        os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        cv2.setNumThreads(threads)
        if cores:
            os.sched_setaffinity(0, cores)
