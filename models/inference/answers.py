"""What a model answers, held against what a model of images must answer, and how long it may take."""

from __future__ import annotations

import time
from concurrent.futures import Future, wait
from pathlib import Path
from typing import Callable, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..errors import Cancelled, PackageError
from .session import Session

POLL_SECONDS = 0.2
SECONDS, SECONDS_A_TILE, TILE_PIXELS = 120.0, 60.0, 256**2
"""A batch may take so long, and so long more for so many pixels each: hundreds of times what slow models take."""
Result = TypeVar("Result")


def answered(session: Session, model: Path, bands: int, batch: NDArray[np.float32]) -> NDArray[np.float32]:
    """:meth:`Session.run`, with an answer of the right shape.

    Raises:
        PackageError: the model gives another number of bands or pixels.
    """
    return shaped(session.run(batch), model, bands, batch)


def shaped(
    output: NDArray[np.float32], model: Path, bands: int, batch: NDArray[np.float32]
) -> NDArray[np.float32]:
    """``output``, when it has the right shape.

    Raises:
        PackageError: it has another number of bands or pixels than ``bands`` and ``batch`` (N, C, H, W).
    """
    expected = (len(batch), bands, *batch.shape[2:])
    if output.shape != expected:
        given = " x ".join(map(str, output.shape))
        raise PackageError(
            f"The model {model.name} gives {given} values (tiles, bands, rows, columns) for "
            f"{' x '.join(map(str, expected))}; set TILE_SIZE to the size that it was trained on, or export it again."
        )
    return output


def finite(model: Path, output: NDArray[np.float32], valid: NDArray[np.bool_]) -> NDArray[np.float32]:
    """``output`` with 0 in place of what is no number outside of the valid pixels.

    Within them it is an error, not NoData: such a model has failed, and holes or black where it has would look like a
    property of the picture.

    Args:
        model: its file.
        output: (C, h, w).
        valid: (h, w).

    Raises:
        PackageError: a valid pixel has no value.
    """
    good = np.isfinite(output)
    if good.all():
        return output
    bad = int(np.count_nonzero(~good.all(axis=0) & valid))
    if bad:
        raise PackageError(
            f"The model {model.name} gives no number (NaN or infinite) for {bad} of the {np.count_nonzero(valid)} "
            "valid pixels of a tile; it is damaged or has not learned, or the values of INPUT are far from what it "
            "was trained on."
        )
    return np.where(good, output, np.float32(0.0))


def awaited(answer: Future[Result], session: Session, pixels: int, model: Path, check: Callable[[], None]) -> Result:
    """The result of a run in another thread, which is stopped when the user or its time says so.

    Args:
        answer: of the run.
        session: that runs.
        pixels: of the batch.
        model: its file.
        check: raises Cancelled.

    Raises:
        Cancelled: by ``check``.
        PackageError: it takes too long.
    """
    seconds = SECONDS + SECONDS_A_TILE * pixels / TILE_PIXELS
    end = time.monotonic() + seconds
    while not wait([answer], POLL_SECONDS).done:
        try:
            check()
        except Cancelled:
            session.stop()
            raise
        if time.monotonic() > end:
            session.stop()
            raise PackageError(
                f"The model {model.name} has not finished tiles of {pixels / 1e6:.2f} million pixels in "
                f"{seconds / 60:.0f} minutes and may never end; choose another model, or a smaller TILE_SIZE."
            )
    return answer.result()
