"""Which Python runs the worker.

In this order: the environment variable IMAGE_TRANSLATION_PYTHON (servers, tests), the path in the settings, the
environment that the plugin made in the user's profile, and QGIS's own Python when it has the packages.
"""

import importlib.util
import os
import sys
from pathlib import Path

from processing.core.ProcessingConfig import ProcessingConfig
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication

from ..models.errors import MissingPackagesError

translate = QCoreApplication.translate
PYTHON_SETTING = "IMAGE_TRANSLATION_PYTHON"
_PYTHON_IN_ENVIRONMENT = Path("Scripts", "python.exe") if os.name == "nt" else Path("bin", "python")


def find_python(packages):
    """The interpreter to run the worker with.

    Args:
        packages: names that QGIS's own Python must have to be chosen; never imported here.

    Raises:
        MissingPackagesError: there is none; the message says what to do.
    """
    for origin, path in (
        (translate("ImageTranslation", "the environment variable IMAGE_TRANSLATION_PYTHON"), _from_variable()),
        (translate("ImageTranslation", "the settings"), _from_settings()),
    ):
        if path and not Path(path).is_file():
            text = translate("ImageTranslation", "The Python interpreter {path} named in {origin} does not exist.")
            raise MissingPackagesError(text.format(path=path, origin=origin))
        if path:
            return path
    made = environment_folder() / _PYTHON_IN_ENVIRONMENT
    if made.is_file():
        return str(made)
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if not missing:
        return qgis_python()
    text = translate(
        "ImageTranslation",
        "The Python packages {packages} are missing: install them in a Python environment and choose its interpreter "
        "under Settings > Options > Processing > Providers > Image Translation.",
    )
    raise MissingPackagesError(text.format(packages=", ".join(missing)))


def environment_folder():
    """Where the plugin keeps the environment that it makes for the user."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "image_translation" / "environment"


def is_qgis_python(path):
    """Whether ``path`` is the interpreter that QGIS itself runs on."""
    return os.path.normcase(path) == os.path.normcase(qgis_python())


def qgis_python():
    """QGIS's own interpreter; ``sys.executable`` is the application itself on Windows and macOS."""
    prefix = Path(sys.exec_prefix)
    candidates = [Path(sys.executable)] if Path(sys.executable).name.lower().startswith("python") else []
    candidates += [prefix / "python3.exe", prefix / "python.exe", prefix / "bin" / "python3"]
    return str(next((path for path in candidates if path.is_file()), candidates[-1]))


def _from_variable():
    return os.environ.get(PYTHON_SETTING, "")


def _from_settings():
    return str(ProcessingConfig.getSetting(PYTHON_SETTING) or "").strip()
