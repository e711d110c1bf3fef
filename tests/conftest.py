"""Fixtures of all tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import image_translation.models  # noqa: F401  before any test imports onnxruntime: the engine keeps it quiet

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("MPLBACKEND", "Agg")
ROOT = Path(__file__).resolve().parent.parent
_KEPT = []
QGIS_PLUGINS = ("/usr/share/qgis/python/plugins", os.environ.get("QGIS_PYTHON_PLUGINS", ""))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def provider(tmp_path_factory):
    """The plugin's provider, registered in a real QGIS without a window, in a throwaway profile."""
    for variable in ("QGIS_CUSTOM_CONFIG_PATH", "XDG_RUNTIME_DIR"):
        folder = tmp_path_factory.mktemp(variable.lower())
        folder.chmod(0o700)
        os.environ[variable] = str(folder)
    os.environ["IMAGE_TRANSLATION_PYTHON"] = sys.executable
    sys.path[:0] = [folder for folder in QGIS_PLUGINS if folder and folder not in sys.path]
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    from processing.core.Processing import Processing

    Processing.initialize()
    from image_translation import classFactory

    plugin = classFactory(None)
    plugin.initProcessing()
    yield plugin.provider
    plugin.unload()
    _KEPT.append(application)


def pytest_sessionfinish(session, exitstatus):
    session.config.exit_status = int(exitstatus)


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure(config):
    """QGIS's libraries clean up in an order of their own when a process ends, and crash at it now and then.

    By now all results are told, so the process ends with them and without that: the application is kept, not left.
    """
    if "qgis.core" in sys.modules and hasattr(config, "exit_status"):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.exit_status)
