"""Batch, history, and commands to copy: through QGIS's own windows, and what they write down is run again."""

import json
import subprocess

import numpy as np
import pytest

from image_translation.tests import helpers
from image_translation.tests.packages import package

pytestmark = pytest.mark.qgis
CLASSIFY = "imagetranslation:classifypixels"
# What QGIS's history puts before a command, and its Python console before the first line that is typed.
PRELUDE = (
    "import processing\n"
    "from qgis.core import *\n"
    "from qgis.PyQt.QtCore import QDate, QDateTime, QTime\n"
    "from qgis.PyQt.QtGui import QColor\n"
)


@pytest.fixture
def photos(tmp_path):
    """A folder with 20 rasters, the seventh of which is none."""
    folder = tmp_path / "photos"
    for number in range(20):
        helpers.make_raster(folder / f"photo {number:02}.tif", helpers.noise(1, 40, 50, seed=number))
    (folder / "photo 06.tif").write_text("a page that says: not found")
    return sorted(folder.iterdir())


def _log(dialog):
    from qgis.PyQt.QtWidgets import QTextEdit

    return dialog.findChild(QTextEdit, "txtLog").toPlainText()


def _fill_in(panel, rows):
    """Type values into the table of a batch."""
    while panel.batchRowCount() < len(rows):
        panel.addRow(1)
    for row, values in enumerate(rows):
        for name, value in values.items():
            column = panel.parameter_to_column[name]
            if panel.wrappers[row][column] is None:
                panel.tblParameters.cellWidget(row + 1, column).setValue(value)
            else:
                panel.wrappers[row][column].setParameterValue(value, panel.processing_context)


def _let_go(dialog):
    """Close a window; QGIS 3.22 leaves the task of a batch waiting, and would wait for it in turn when it ends."""
    from qgis.core import QgsApplication, QgsProxyProgressTask
    from qgis.PyQt import sip

    from image_translation.tests.plugin.window import wait_until

    for task in QgsApplication.taskManager().tasks():
        if task.description().startswith("Batch Processing"):
            sip.cast(task, QgsProxyProgressTask).finalize(True)
    if not sip.isdeleted(dialog):
        dialog.close()
        dialog.deleteLater()
    wait_until(lambda: sip.isdeleted(dialog) and QgsApplication.taskManager().count() == 0)


def test_a_batch_of_20_with_a_bad_one_gives_19_results_and_one_clear_line(provider, photos, tmp_path):
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog

    from image_translation.tests.plugin.window import wait_until

    model = str(package(tmp_path))
    outputs = [tmp_path / "out" / photo.name for photo in photos]
    outputs[0].parent.mkdir()
    dialog = BatchAlgorithmDialog(provider.algorithm("classifypixels").create())
    panel = dialog.mainWidget()
    panel.checkLoadLayersOnCompletion.setChecked(False)
    rows = [{"INPUT": str(i), "MODEL": model, "OUTPUT": str(o)} for i, o in zip(photos, outputs)]
    _fill_in(panel, rows)
    dialog.runAlgorithm()
    wait_until(lambda: "Batch execution completed" in _log(dialog), 120)
    bad = outputs.pop(6)
    assert sorted(outputs[0].parent.iterdir()) == outputs
    told = [line for line in _log(dialog).split("\n") if "cannot be opened as a raster" in line]
    assert told == [f"INPUT cannot be opened as a raster: {photos[6]}"]
    assert "1 executions failed" in _log(dialog) and "Traceback" not in _log(dialog) and not bad.exists()
    for number in (0, 19):
        grey = helpers.noise(1, 40, 50, seed=number)[0].astype(float)
        made = helpers.pixels(tmp_path / "out" / f"photo {number:02}.tif")
        assert made.shape == (3, 40, 50) and np.corrcoef(made[0].ravel(), grey.ravel())[0, 1] > 0.99
    _let_go(dialog)


def test_a_batch_of_evaluations_with_a_bad_one(provider, tmp_path, monkeypatch):
    """Its pages go to the Results Viewer; there QGIS 3.22 forgets an argument of its own function."""
    from processing.core.ProcessingResults import resultsList
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog

    from image_translation.tests.plugin.window import wait_until

    truth, outputs = helpers.scene(64, 64), [tmp_path / "out" / f"{number}.html" for number in range(3)]
    outputs[0].parent.mkdir()
    rasters = [helpers.make_raster(tmp_path / f"{i}.tif", values) for i, values in enumerate((truth, 255 - truth))]
    rows = [{"RESULT": rasters[0], "TRUTH": rasters[1], "OUTPUT": str(output)} for output in outputs]
    rows[1]["RESULT"] = str(tmp_path / "absent.tif")
    pages = []
    monkeypatch.setattr(resultsList, "addResult", lambda *_, result, **__: pages.append(result))
    dialog = BatchAlgorithmDialog(provider.algorithm("evaluatemodel").create())
    _fill_in(dialog.mainWidget(), rows)
    dialog.runAlgorithm()
    wait_until(lambda: "Batch execution completed" in _log(dialog), 120)
    assert sorted(outputs[0].parent.iterdir()) == [outputs[0], outputs[2]]
    assert pages[:2] == [str(outputs[0]), str(outputs[2])]  # then comes the summary of the batch
    assert f"RESULT cannot be opened as a raster: {tmp_path / 'absent.tif'}" in _log(dialog)
    assert "Traceback" not in _log(dialog)
    _let_go(dialog)


def _window(algorithm_id, values):
    """What ``processing.createAlgorithmDialog`` opens in QGIS's window."""
    from processing.gui.AlgorithmDialog import AlgorithmDialog
    from qgis.core import QgsApplication

    dialog = AlgorithmDialog(QgsApplication.processingRegistry().createAlgorithmById(algorithm_id))
    dialog.setParameters(values)
    return dialog


def _history():
    """The commands in QGIS's history, the latest last."""
    try:
        from processing.core.ProcessingLog import ProcessingLog

        return [entry.text for entry in ProcessingLog.getLogEntries()]
    except ImportError:  # since QGIS 3.24
        from qgis.gui import QgsGui

        entries = QgsGui.historyProviderRegistry().queryEntries(providerId="processing")
        return [entry.entry["python_command"] for entry in entries]


def _run_command(command):
    """Run a command of the history in the Python console."""
    names = {"window": _window}
    exec(f"{PRELUDE}result = {command}", names)
    return names["result"]


def test_a_run_is_found_in_the_history_and_run_again(provider, photos, tmp_path):
    """The window with everything in it, run; its line in the history, run; the window that this line opens again."""
    from qgis.core import QgsApplication, QgsProject, QgsRasterLayer

    from image_translation.tests.plugin.window import wait_until

    bands = np.stack([np.full((64, 64), value, np.uint8) for value in (10, 60, 110)])
    raster = helpers.make_raster(tmp_path / "bird's eye.tif", bands)
    QgsProject.instance().addMapLayer(QgsRasterLayer(raster, "bird's eye"))
    output = tmp_path / "first.tif"
    values = {
        "INPUT": raster,
        "INPUT_BANDS": [3],
        "MODEL": str(package(tmp_path, name='model of "1956"', color_space="direct")),
        "EXTENT": "400002,400012,2999980,2999990 [EPSG:32617]",
        "TILE_SIZE": 32,
        "OVERLAP": 8,
        "DATA_TYPE": "UInt16",
        "CREATION_OPTIONS": "COMPRESS=LZW|BLOCKXSIZE=128|BLOCKYSIZE=128",
        "OVERVIEWS": False,
        "OUTPUT": str(output),
    }
    before = len(_history())
    dialog = _window(CLASSIFY, values)
    dialog.runAlgorithm()
    wait_until(lambda: output.exists() and QgsApplication.taskManager().count() == 0, 120)
    command = _history()[before]
    again = _run_command(command.replace("first.tif", "second.tif"))
    assert again["OUTPUT"].endswith("second.tif")
    first, second = helpers.pixels(output), helpers.pixels(tmp_path / "second.tif")
    assert first.dtype == np.uint16 and first.shape == (3, 20, 20) and first[:, 0, 0].tolist() == [110, 55, 28]
    np.testing.assert_array_equal(first, second)
    opened = _run_command(command.replace("processing.run(", "window("))
    shown = opened.createProcessingParameters()
    assert shown.pop("EXTENT").replace(".000000000", "") == values.pop("EXTENT")
    same = set(values) - {"INPUT", "OUTPUT"}
    assert {name: str(shown[name]) for name in same} == {name: str(values[name]) for name in same}
    for each in (dialog, opened):
        _let_go(each)
    QgsProject.instance().clear()


def _odd_value(item):
    """A value unlike the default, where the kind of parameter has one."""
    if item.isDestination():
        return f"/data/it's \"new\"/{item.name().lower()}.{item.defaultFileExtension()}"
    if item.type() == "enum":
        return item.options()[-1]
    if item.type() == "boolean":
        return not item.defaultValue()
    if item.type() == "number":
        whole = item.dataType() == type(item).Type.Integer
        return int(min(item.maximum(), 4321)) if whole else 12.5
    if item.type() == "band":
        return [3, 1]
    return {"extent": "1,2,3,4 [EPSG:32617]", "raster": "/data/ü b.tif", "file": "C:\\data\\m.dlpk"}.get(
        item.type(), "it's \"so\""
    )


def test_every_parameter_survives_its_python_command(provider):
    """``asPythonCommand`` is what the history keeps and what "Copy as Python Command" gives."""
    from qgis.core import QgsProcessingContext

    for algorithm in provider.algorithms():
        values = {item.name(): _odd_value(item) for item in algorithm.parameterDefinitions()}
        command = algorithm.asPythonCommand(values, QgsProcessingContext())
        called = eval(command.replace("processing.run(", "("))
        assert called == (algorithm.id(), values)


def test_what_qgis_process_tells_in_json_can_be_given_to_it_again(root, tmp_path):
    """The inputs that it names give the same raster once more: as arguments, and as JSON where QGIS reads that."""
    from qgis.core import Qgis

    from image_translation.tests.processing_provider.test_chain import _qgis_process

    raster = helpers.make_raster(tmp_path / "a b.tif", helpers.noise(3, 40, 50))
    model = package(tmp_path, color_space="direct")
    given = [f"INPUT={raster}", f"MODEL={model}", "INPUT_BANDS=2", "DATA_TYPE=UInt16", "OUTPUT=one.tif"]
    done = _qgis_process(root, CLASSIFY, "--", *given, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["results"]["OUTPUT"].endswith("one.tif") and "1 band of uint8" in told["results"]["MODEL_DESCRIPTION"]
    inputs = {**told["inputs"], "OUTPUT": str(tmp_path / "two.tif")}
    if Qgis.QGIS_VERSION_INT < 32400:  # reads no JSON yet
        done = _qgis_process(root, CLASSIFY, "--", *(f"{name}={value}" for name, value in inputs.items()), cwd=tmp_path)
    else:
        command = [str(root / "scripts" / "qgis_process.sh"), "run", CLASSIFY, "-"]
        text = json.dumps({"inputs": inputs})
        done = subprocess.run(command, cwd=tmp_path, input=text, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    one, two = helpers.pixels(tmp_path / "one.tif"), helpers.pixels(tmp_path / "two.tif")
    assert one.dtype == np.uint16 and one.shape == (3, 40, 50)
    np.testing.assert_array_equal(one, two)
