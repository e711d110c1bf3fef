"""Which Python runs the worker.

In this order: the environment variable IMAGE_TRANSLATION_PYTHON (servers, tests), the path in the settings, the
environment that the plugin made in the user's profile, and QGIS's own Python when it has the packages.
"""

import configparser
import os
import sys
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

from processing.core.ProcessingConfig import ProcessingConfig
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..models.errors import MissingPackagesError

translate = QCoreApplication.translate
PYTHON_SETTING = "IMAGE_TRANSLATION_PYTHON"
_PYTHON_IN_ENVIRONMENT = Path("Scripts", "python.exe") if os.name == "nt" else Path("bin", "python")


class Announcer(QObject):
    """Tells the window that a job could not run; jobs run in other threads, so this goes through a signal."""

    missing = pyqtSignal(str)


announcer = Announcer()


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
            return os.path.abspath(path)
    made = made_python()
    if made:
        return made
    missing = [name for name in packages if not _has(name)]
    if not missing:
        return qgis_python()
    text = translate(
        "ImageTranslation",
        "The Python packages {packages} are missing: choose Plugins > Image Translation > Python Environment, or name "
        "an interpreter that has them under Settings > Options > Processing > Providers > Image Translation.",
    )
    raise MissingPackagesError(text.format(packages=", ".join(missing)))


def made_python():
    """The interpreter of the environment that the plugin has made, "" when there is none."""
    path = environment_folder() / _PYTHON_IN_ENVIRONMENT
    return str(path) if path.is_file() else ""


def use_python(path):
    """Let the worker run on ``path`` from now on; "" for the made environment or QGIS's own Python."""
    ProcessingConfig.setSettingValue(PYTHON_SETTING, path)


def version_of_plugin():
    """The plugin's version as in metadata.txt."""
    return _metadata()["version"]


def documentation(page):
    """Where people read the page ``page`` of docs/, which is not part of the installed plugin."""
    return f"{_metadata()['homepage']}/blob/HEAD/docs/{page}"


def environment_folder():
    """Where the plugin keeps the environment that it makes for the user."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "image_translation" / "environment"


def is_qgis_python(path):
    """Whether ``path`` is the interpreter that QGIS itself runs on."""
    return os.path.normcase(path) == os.path.normcase(qgis_python())


def qgis_python():
    """QGIS's own interpreter.

    Inside the application ``sys.executable`` is the application, or whatever ``python3`` comes first on the PATH; the
    standard library in use tells which interpreter belongs to it.
    """
    if Path(QgsApplication.applicationFilePath()).name.lower().startswith("python"):
        return sys.executable
    library = Path(os.__file__).parent
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    prefixes = (library.parent.parent, Path(sys.exec_prefix))
    candidates = [prefix / "bin" / file for prefix in prefixes for file in (name, "python3")]
    candidates += [folder / file for folder in (library.parent, *prefixes) for file in ("python3.exe", "python.exe")]
    return str(next((path for path in candidates if path.is_file()), candidates[0]))


def _has(package):
    """Whether QGIS's own Python has a package; another plugin of that name, which lies on QGIS's path too, is none."""
    plugins = Path(__file__).parents[2]
    return PathFinder.find_spec(package, [path for path in sys.path if path and Path(path) != plugins]) is not None


def _from_variable():
    return os.environ.get(PYTHON_SETTING, "")


def _from_settings():
    return str(ProcessingConfig.getSetting(PYTHON_SETTING) or "").strip()


@cache
def _metadata():
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(Path(__file__).resolve().parent.parent / "metadata.txt", encoding="utf-8")
    return parser["general"]
