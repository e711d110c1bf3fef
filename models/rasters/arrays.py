"""Names for NumPy's types, which take arguments in some versions of its annotations and not in others."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
DType = np.dtype[Any]
