"""What the plugin adds to the start of QGIS: the time for its import and for initGui, and the modules it brings.

QGIS itself and its Processing plugin are there first, as in the application. The first import is the one that counts:
it reads from the disk and brings the libraries that QGIS has not loaded yet; the next ones, of a plugin that is
reloaded, show how much of it is the plugin's own. The limit is held against the time of the processor, since others
on the machine lengthen that of the clock.

Run: ``python benchmarks/startup.py`` with QGIS's Python.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time

LIMIT_MS = 100.0
PLUGIN = "image_translation"


class Window:
    """The parts of the application's window that the plugin touches at its start."""

    def __init__(self) -> None:
        from qgis.PyQt.QtWidgets import QMainWindow, QMenu

        self._window, self._menu, self.pages = QMainWindow(), QMenu(), []

    def mainWindow(self):  # noqa: N802
        """The window."""
        return self._window

    def addPluginToMenu(self, _name, action):  # noqa: N802
        """Add to the menu."""
        self._menu.addAction(action)

    def removePluginMenu(self, _name, action):  # noqa: N802
        """Remove from the menu."""
        self._menu.removeAction(action)

    def registerOptionsWidgetFactory(self, factory):  # noqa: N802
        """Add a page to the options."""
        self.pages.append(factory)

    def unregisterOptionsWidgetFactory(self, factory):  # noqa: N802
        """Remove it."""
        self.pages.remove(factory)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plugins", default="/usr/share/qgis/python/plugins", help="where QGIS keeps Processing")
    parser.add_argument("--repetitions", type=int, default=9)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QGIS_CUSTOM_CONFIG_PATH"] = folder
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        checkout = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        os.symlink(checkout, os.path.join(folder, PLUGIN))
        sys.path[:0] = [folder, options.plugins]
        _measure(options.repetitions)


def _measure(repetitions: int) -> None:
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    from processing.core.Processing import Processing

    Processing.initialize()
    before = set(sys.modules)
    rows = [_start(Window()) for _ in range(repetitions)]
    print("| | import, ms | initGui, ms | together, ms | processor, ms |")
    print("|---|---:|---:|---:|---:|")
    _row("first", rows[0])
    _row("again (median)", tuple(statistics.median(column) for column in zip(*rows[1:])))
    brought = sorted({name.split(".")[0] for name in set(sys.modules) - before} - {PLUGIN})
    print(f"\nBrought besides its own modules: {', '.join(brought) or 'nothing'}")
    fine = rows[0][3] < LIMIT_MS
    print(f"{'Within' if fine else 'OVER'} the limit of {LIMIT_MS:.0f} ms of the processor")
    application.exitQgis()
    sys.exit(0 if fine else 1)


def _start(window: Window) -> tuple:
    """Milliseconds: import, initGui, both, both by the processor; everything is taken out again afterwards."""
    worked, start = time.process_time(), time.perf_counter()
    module = __import__(PLUGIN)
    plugin = module.classFactory(window)
    imported = time.perf_counter()
    plugin.initGui()
    ready, worked = time.perf_counter(), time.process_time() - worked
    plugin.unload()
    for name in [name for name in sys.modules if name.split(".")[0] == PLUGIN]:
        del sys.modules[name]
    return tuple(1000 * seconds for seconds in (imported - start, ready - imported, ready - start, worked))


def _row(name: str, times: tuple) -> None:
    print(f"| {name} | {' | '.join(f'{value:.1f}' for value in times)} |")


if __name__ == "__main__":
    main()
