"""Names for NumPy's types, which take arguments in some versions of its annotations and not in others."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
DType = np.dtype[Any]
NUMBERS = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float32", "float64")
"""Types of pixels, by NumPy's names."""


def dtype_name(text: object) -> str:
    """``text``, the name of a type of pixels.

    Raises:
        ValueError: it is none.
    """
    if text not in NUMBERS:
        raise ValueError(f"{text!r} is no type of pixels")
    return str(text)
