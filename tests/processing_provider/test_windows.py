"""QGIS's own windows with the plugin's parameters in them: the dialog, the table of a batch, the Model Designer."""

from __future__ import annotations

import html
import json
import threading
import zipfile

import numpy as np
import pytest

from image_translation.tests import helpers
from image_translation.tests.packages import band, package
from image_translation.tests.processing_provider.test_batch_and_history import CLASSIFY, _let_go, _window

pytestmark = pytest.mark.qgis
CHAINS = ("colorizehistoricalphotos", "nearinfraredtonaturalcolour", "comparebeforeandafter")


@pytest.fixture
def hint(provider):
    """A function that fills the dialog of Classify Pixels in and gives the line below the model."""
    opened = []

    def show(**values):
        dialog = _window(CLASSIFY, values)
        opened.append(dialog)
        wrapper = dialog.mainWidget().wrappers["MODEL"]
        assert wrapper.value() == values["MODEL"]
        _look(wrapper)
        return wrapper.hint.text(), html.unescape(wrapper.hint.toolTip())

    yield show
    for dialog in opened:
        _let_go(dialog)


def test_the_line_says_what_the_model_is_and_what_it_is_given(hint, tmp_path):
    raster = helpers.make_raster(tmp_path / "photo.tif", helpers.noise(4, 64, 64))
    model = str(package(tmp_path))
    assert hint(MODEL=model)[0] == "From 1 band (Grey) to 3 bands (Red, Green, Blue)."
    line, more = hint(MODEL=model, INPUT=raster)
    assert line.split("\n")[1:] == ["⚠ Of the 4 bands of photo it is given: Band 1."]
    colour = helpers.make_raster(tmp_path / "colour.tif", helpers.noise(3, 64, 64))
    assert hint(MODEL=model, INPUT=colour)[0].split("\n")[1:] == ["Of the 3 bands of colour it is given: luma."]
    assert "PSNR 30.0 dB" in more
    assert "\n" not in hint(MODEL=model, INPUT=raster, INPUT_BANDS=[2])[0]


def test_the_line_warns_of_bands_cells_and_tones(hint, tmp_path):
    one = helpers.make_raster(tmp_path / "one.tif", helpers.noise(1, 64, 64))
    dark = helpers.make_raster(tmp_path / "dark.tif", np.full((1, 64, 64), 3, np.uint8))
    three = package(tmp_path, "three", np.eye(3).tolist(), input_bands=(band("Red"), band("Green"), band("Blue")))
    assert "⚠ The model three needs 3 band(s)" in hint(MODEL=str(three), INPUT=one)[0]
    coarse = str(package(tmp_path, "coarse", crs=helpers.wkt(32617), cell_size=(2.0, 2.0)))
    line = hint(MODEL=coarse, INPUT=one)[0].split("\n")[1]
    assert line.startswith("⚠ ") and "4 times that of one" in line and "MATCH_CELL_SIZE" in line
    assert "\n" not in hint(MODEL=coarse, INPUT=one, MATCH_CELL_SIZE=True)[0]
    assert "sensor range" in hint(MODEL=str(package(tmp_path)), INPUT=dark)[0]
    assert "\n" not in hint(MODEL=str(package(tmp_path)), INPUT=dark, MATCH_TONE="model statistics")[0]


def test_a_model_that_cannot_be_read_is_told_and_an_empty_field_is_quiet(hint, tmp_path):
    assert hint(MODEL=str(tmp_path / "absent.dlpk"))[0].startswith("⚠ ")
    dialog = _window(CLASSIFY, {})
    wrapper = dialog.mainWidget().wrappers["MODEL"]
    wrapper.setValue("")
    _look(wrapper)
    assert wrapper.hint.isHidden()
    _let_go(dialog)


def test_words_of_a_stranger_are_never_html(hint, tmp_path):
    """A picture of a network share, once shown, would give the name and password of the user away on Windows."""
    from qgis.PyQt.QtCore import Qt

    evil = '<img src="file://server/share/x.png">'
    model = str(package(tmp_path, input_bands=(band(evil),), card={"Licence": evil}))
    dialog = _window(CLASSIFY, {"MODEL": model})
    wrapper = dialog.mainWidget().wrappers["MODEL"]
    _look(wrapper)
    assert wrapper.hint.textFormat() == Qt.TextFormat.PlainText and evil in wrapper.hint.text()
    assert "<img" not in wrapper.hint.toolTip() and "&lt;img" in wrapper.hint.toolTip()
    broken = tmp_path / "broken.dlpk"
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("model.emd", json.dumps({"ModelName": evil, "Framework": "Keras"}))
    wrapper.setValue(str(broken))
    _look(wrapper)
    assert "Keras" in wrapper.hint.text() and "<" not in wrapper.hint.text()
    _let_go(dialog)


def test_a_slow_disk_holds_up_neither_the_dialog_nor_its_end(provider, tmp_path, monkeypatch):
    """The model is read in another thread, one at a time, and what is found after the dialog has gone is not shown."""
    from image_translation.models.package import archive
    from image_translation.tests.plugin.window import wait_until

    answer, threads, read = threading.Event(), [], archive.read_definition

    def slow(path):
        threads.append(threading.current_thread())
        answer.wait(20)
        return read(path)

    monkeypatch.setattr(archive, "read_definition", slow)
    dialog = _window(CLASSIFY, {"MODEL": str(package(tmp_path))})
    wrapper = dialog.mainWidget().wrappers["MODEL"]
    wrapper._timer.stop()
    wrapper.look()
    wait_until(lambda: threads)
    assert threads[0] is not threading.main_thread() and wrapper.looking and wrapper.hint.isHidden()
    wrapper.setValue(str(package(tmp_path, "other", output_bands=(band("Nir"),), gains=((1.0,),))))
    wrapper._timer.stop()
    wrapper.look()
    wrapper.look()
    answer.set()
    wait_until(lambda: not wrapper.looking)
    assert wrapper.hint.text() == "From 1 band (Grey) to 1 band (Nir)." and len(threads) == 2
    answer.clear()
    wrapper.look()
    wait_until(lambda: len(threads) == 3)
    _let_go(dialog)
    answer.set()
    threads[-1].join(20)
    wait_until(lambda: not threads[-1].is_alive())


def _look(wrapper):
    from image_translation.tests.plugin.window import wait_until

    wrapper.look()
    wait_until(lambda: not wrapper.looking)


def test_a_change_in_the_dialog_changes_the_line(provider, tmp_path):
    from image_translation.tests.plugin.window import wait_until

    dialog = _window(CLASSIFY, {"MODEL": str(package(tmp_path))})
    wrappers = dialog.mainWidget().wrappers
    wait_until(lambda: wrappers["MODEL"].hint.text())
    raster = helpers.make_raster(tmp_path / "photo.tif", helpers.noise(2, 64, 64))
    wrappers["INPUT"].setParameterValue(raster, dialog.mainWidget().processing_context)
    wait_until(lambda: "Of the 2 bands" in wrappers["MODEL"].hint.text())
    _let_go(dialog)


def test_batch_has_qgis_own_file_widget(provider):
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog
    from qgis.gui import QgsFileWidget

    dialog = BatchAlgorithmDialog(provider.algorithm("classifypixels").create())
    panel = dialog.mainWidget()
    assert isinstance(panel.tblParameters.cellWidget(1, panel.parameter_to_column["MODEL"]), QgsFileWidget)
    _let_go(dialog)


@pytest.mark.parametrize("name", CHAINS)
def test_a_chain_opens_in_the_designer_and_its_steps_stay_as_they_are(provider, name):
    """Opened as a file: no warning, valid, and pressing OK in the window of a step changes nothing."""
    from processing.modeler.ModelerDialog import ModelerDialog
    from processing.modeler.ModelerParametersDialog import ModelerParametersDialog

    designer = ModelerDialog.create()
    designer.loadModel(str(provider.algorithm(name).path()))
    model = designer.model()
    assert model.displayName() == provider.algorithm(name).displayName()
    assert model.validate() == (True, [])
    for child_id, child in model.childAlgorithms().items():
        window = ModelerParametersDialog(child.algorithm(), model, child_id)
        again = window.createAlgorithm()
        assert again is not None, child_id
        assert _sources(again) == _sources(child), child_id
        _let_go(window)
    designer.setModel(type(model)())
    _let_go(designer)


def _sources(child):
    """What each parameter of a step is given; what is empty counts as left out."""
    found = {}
    for name, sources in child.parameterSources().items():
        given = [source.toVariant() for source in sources]
        full = [each for each in given if str(each.get("static_value", "linked")) not in ("", "None", "NULL")]
        if full:
            found[name] = [sorted((key, str(value)) for key, value in each.items()) for each in full]
    return found
