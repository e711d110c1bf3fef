"""The plugin in a window: its menu, and that nothing is left when it is taken out."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.qgis


@pytest.fixture
def window(provider):
    from qgis.PyQt import sip

    from image_translation.tests.plugin.window import Window

    window = Window()
    window.mainWindow().show()
    yield window
    sip.delete(window.mainWindow())


@pytest.fixture
def plugin(window, provider, monkeypatch):
    """The plugin without its provider, which the session's plugin has registered."""
    from image_translation import classFactory

    plugin = classFactory(window)
    monkeypatch.setattr(plugin, "initProcessing", lambda: None)
    return plugin


def test_unload_leaves_nothing(plugin, window):
    from qgis.core import QgsApplication
    from qgis.PyQt.QtWidgets import QAction, QDialog, QDockWidget

    from image_translation.processing_provider.python_environment import announcer
    from image_translation.tests.plugin.window import wait_until

    main, canvas = window.mainWindow(), window.mapCanvas()

    def left():
        counts = [len(main.findChildren(kind)) for kind in (QAction, QDockWidget)]
        return (*counts, len(canvas.scene().items()))

    before = left()
    plugin.initGui()
    titles = [action.text() for action in window.menu.actions()]
    assert titles == ["Swipe Between Layers", "Known Colour", "Models…", "Python Environment…"]
    for action in window.menu.actions():
        assert not action.icon().isNull()
        action.trigger()
    assert window.menu.actions()[1].isChecked()
    assert canvas.mapTool() is plugin._known
    assert len(main.findChildren(QDialog)) == 2
    plugin.unload()
    wait_until(lambda: not main.findChildren(QDialog) and QgsApplication.taskManager().count() == 0)
    wait_until(lambda: left() == before)
    assert window.menu.actions() == [] and window.pages == []
    assert canvas.mapTool() is None
    assert announcer.receivers(announcer.missing) == 0


@pytest.mark.parametrize("number", [0, 1])
def test_a_map_tool_is_a_switch(plugin, window, number):
    plugin.initGui()
    switch = window.menu.actions()[number]
    switch.trigger()
    assert switch.isChecked() and window.mapCanvas().mapTool() is (plugin._swipe, plugin._known)[number]
    switch.trigger()
    assert not switch.isChecked() and window.mapCanvas().mapTool().toolName() == "Pan"
    switch.trigger()
    window.actionPan().trigger()
    assert not switch.isChecked(), "another tool lets the button go"
    plugin.unload()


def test_models_is_one_window(plugin, window):
    plugin.initGui()
    models = window.menu.actions()[2]
    models.trigger()
    browser = plugin._browser
    browser.close()
    models.trigger()
    assert plugin._browser is browser and browser.isVisible()
    plugin.unload()


def test_nothing_heavy_comes_with_the_plugin(root, tmp_path):
    import subprocess
    import sys

    (tmp_path / "image_translation").symlink_to(root)
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]; import processing.core.Processing; before = set(sys.modules)\n"
        "import image_translation.plugin.plugin\n"
        "print(sorted({'numpy', 'torch', 'onnxruntime', 'onnx'} & set(sys.modules) - before))"
    )
    from image_translation.tests.conftest import QGIS_PLUGINS

    arguments = [sys.executable, "-c", code, str(tmp_path), *QGIS_PLUGINS]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
