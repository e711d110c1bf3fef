"""Starts the worker in a Python of its own: ``PYTHON -I start_worker.py PACKAGE JOB.json``.

The plugin is loaded from where this file lies, under the name PACKAGE. Its folder's neighbours stay out of the path:
they are other plugins, and one that is called like a library (onnx, torch) would take its place.
"""

import sys

if __name__ == "__main__" and not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
    del sys.path[0]  # the folder of this file, whose modules are not to be found by their bare names

import signal
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import FrameType
from typing import Optional


def _end(number: int, frame: Optional[FrameType]) -> None:
    """Signal handler until there is a job: leave in order."""
    sys.exit(128 + number)


def load_package(name: str) -> None:
    """Make this plugin importable as ``name``."""
    folder = Path(__file__).resolve().parent.parent
    spec = spec_from_file_location(name, folder / "__init__.py", submodule_search_locations=[str(folder)])
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder} is no Python package")
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the parent too, which then tells to cancel
    signal.signal(signal.SIGTERM, _end)
    load_package(sys.argv[1])
    sys.exit(import_module(f"{sys.argv[1]}.models.worker").main(sys.argv[2:], (signal.SIGTERM,)))
