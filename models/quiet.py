"""Keeps the libraries that the engine uses from telling their makers what is done with them, and from writing it down.

Imported with the package ``models``, so before any of those libraries is imported by us. Left alone, onnxruntime (from
1.31) notes models and interpreters in ``~/.cache/Microsoft`` and sends them, and OpenVINO calls Google Analytics.
"""

from __future__ import annotations

import os
import sys
from typing import Any, Dict, Mapping

VARIABLES: Mapping[str, str] = {
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime reads it when it is loaded, and only then
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}
"""Environment variables of this process and of those that it starts."""


def be_quiet() -> None:
    """Set :data:`VARIABLES`, and make OpenVINO do without its package for telemetry, which knows no such variable."""
    os.environ.update(VARIABLES)
    modules: Dict[str, Any] = sys.modules
    modules.setdefault("openvino_telemetry", None)  # its import fails; OpenVINO expects that


def import_onnxruntime() -> Any:
    """The module ``onnxruntime``; versions that know no variable are told by their own call, which counts on Windows.

    Raises:
        ImportError: it is not installed in this Python, or does not load.
    """
    import onnxruntime

    if hasattr(onnxruntime, "disable_telemetry_events"):
        onnxruntime.disable_telemetry_events()
    return onnxruntime
