"""What is known about the machine, QGIS and the worker's Python, in words."""

import os
import platform
from urllib.parse import quote

from osgeo import gdal
from qgis.core import Qgis, QgsSettings
from qgis.PyQt.QtCore import QT_VERSION_STR, QCoreApplication, QProcess, QStandardPaths

from ...models.errors import MissingPackagesError
from ...models.temporary import temporary_folder
from ...processing_provider.child_process import environment_for, isolation
from ...processing_provider.python_environment import find_python, version_of_plugin

translate = QCoreApplication.translate
PACKAGES = ("onnxruntime", "onnxruntime-gpu", "torch", "onnx", "safetensors", "timm", "huggingface-hub", "numpy")
_LIST = (
    "import sys; from importlib.metadata import PackageNotFoundError, version\n"
    "print('Python', sys.version.split()[0])\n"
    "for name in sys.argv[1:]:\n"
    "    try: print(name, version(name))\n"
    "    except PackageNotFoundError: pass\n"
)
_SECONDS = 20


def interpreter_in_words(path=""):
    """What the interpreter at ``path``, or the one in use, offers.

    Returns:
        whether it can at least classify, and a sentence.
    """
    if not path:
        try:
            path = find_python(("onnxruntime",))
        except MissingPackagesError as error:
            return False, str(error)
    path = os.path.abspath(path)
    fine, text = ask(path, (*isolation(path), "-c", _LIST, *PACKAGES))
    if not fine:
        words = translate("ImageTranslation", "{path} cannot be used as a Python interpreter ({reason}).")
        return False, words.format(path=path, reason=text.strip() or "?")
    found = ", ".join(text.split("\n")).strip(", ")
    if "onnxruntime" not in text:
        words = translate("ImageTranslation", "{path} lacks onnxruntime (it has {found}).")
        return False, words.format(path=path, found=found)
    if "torch" not in text:
        able = translate("ImageTranslation", "can classify, but not train")
    elif "timm" not in text:
        able = translate("ImageTranslation", "can classify and train, but not with pretrained encoders")
    else:
        able = translate("ImageTranslation", "can classify and train")
    words = translate("ImageTranslation", "In use: {path} {able} ({found}).")
    return True, words.format(path=path, able=able, found=found)


def ask(program, arguments):
    """Run a short command; whether it ended well, and what it said."""
    process = QProcess()
    process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
    process.setProcessEnvironment(environment_for(program))
    with temporary_folder() as folder:
        process.setWorkingDirectory(str(folder))
        process.start(program, list(arguments))
        if not process.waitForStarted(5000):
            return False, process.errorString()
        if not process.waitForFinished(1000 * _SECONDS):
            process.kill()
            process.waitForFinished(1000)
            return False, translate("ImageTranslation", "no answer within {seconds} s").format(seconds=_SECONDS)
    text = bytes(process.readAllStandardOutput()).decode("utf-8", "replace").strip()
    return process.exitCode() == 0, text


def nvidia_tool():
    """Path of the tool that comes with NVIDIA's driver, "" where there is no driver."""
    return QStandardPaths.findExecutable("nvidia-smi")


def proxy_address():
    """The proxy of QGIS's network settings as pip wants it, "" when there is none."""
    settings = QgsSettings()
    if not settings.value("proxy/proxyEnabled", False, bool):
        return ""
    kinds = {"HttpProxy": "http", "Socks5Proxy": "socks5"}
    scheme = kinds.get(settings.value("proxy/proxyType", "", str), "")
    host, port = settings.value("proxy/proxyHost", "", str), settings.value("proxy/proxyPort", "", str)
    if not scheme or not host:
        return ""
    user, word = settings.value("proxy/proxyUser", "", str), settings.value("proxy/proxyPassword", "", str)
    login = f"{quote(user, safe='')}:{quote(word, safe='')}@" if user else ""
    return f"{scheme}://{login}{host}{f':{port}' if port else ''}"


def diagnostics(log=()):
    """Text for a bug report: versions, the interpreter in use, and the end of the log; no secrets."""
    lines = [
        f"Image Translation {version_of_plugin()}",
        f"QGIS {Qgis.QGIS_VERSION}, Qt {QT_VERSION_STR}, GDAL {gdal.VersionInfo('RELEASE_NAME')}",
        f"Python {platform.python_version()}, {platform.platform()}",
        interpreter_in_words()[1],
        f"Proxy: {'yes' if proxy_address() else 'no'}",
    ]
    query = ("--query-gpu=name,driver_version,memory.total", "--format=csv,noheader")
    fine, cards = ask(nvidia_tool(), query) if nvidia_tool() else (False, "")
    lines.append(f"NVIDIA: {cards}" if fine else "NVIDIA: none found")
    return "\n".join([*lines, "", *log])
