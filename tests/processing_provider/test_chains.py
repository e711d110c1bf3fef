"""The ready-made chains: their models, and real runs alone, in a model of one's own, and by qgis_process."""

import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from image_translation.models.package.archive import open_package
from image_translation.scripts import make_chains
from image_translation.tests.helpers import make_raster
from image_translation.tests.processing_provider.conftest import LUMA, paint_town
from image_translation.tests.processing_provider.test_chain import _check_translated, _qgis_process, _read

pytestmark = pytest.mark.qgis
CHAINS = ("colorizehistoricalphotos", "nearinfraredtonaturalcolour", "comparebeforeandafter")
SHORT = {"PRESET": "Fast", "MAX_EPOCHS": 1, "TILE_SIZE": 64, "MAX_CHIPS": 8}


def _model(provider, name):
    from qgis.core import QgsProcessingModelAlgorithm

    model = QgsProcessingModelAlgorithm()
    assert model.fromFile(str(provider.algorithm(name).path()))
    return model


def _canonical(path):
    return ElementTree.canonicalize(from_file=str(path), strip_text=True)


@pytest.mark.parametrize("name", CHAINS)
def test_the_model_is_what_the_script_makes(provider, tmp_path, name):
    from qgis.core import Qgis

    chain = provider.algorithm(name)
    made = tmp_path / "made.model3"
    make_chains.write(chain, made)
    if Qgis.QGIS_VERSION.startswith("3.22"):
        assert _canonical(made) == _canonical(chain.path())
    model = _model(provider, name)
    assert list(model.childAlgorithms()) == sorted(make_chains.STEPS[name])
    for child_id, (algorithm, values) in make_chains.STEPS[name].items():
        child = model.childAlgorithm(child_id)
        known = {item.name() for item in child.algorithm().parameterDefinitions()}
        assert child.algorithmId() == algorithm and set(values) <= set(child.parameterSources()) <= known
    assert model.validate() == (True, [])


@pytest.mark.parametrize("name", CHAINS)
def test_the_model_has_the_parameters_of_the_chain(provider, name):
    chain, model = provider.algorithm(name), _model(provider, name)
    every = [item for item in chain.parameterDefinitions() if not item.isDestination()]
    own = [item for item in every if item.name() not in chain.NOT_IN_MODEL]
    for item in own:
        there = model.parameterDefinition(item.name())
        assert (there.type(), there.description()) == (item.type(), item.description())
        assert there.defaultValue() == item.defaultValue() and int(there.flags()) == int(item.flags())
    inputs = [i.name() for i in model.parameterDefinitions() if not i.isDestination() and i.name() != "VERBOSE_LOG"]
    assert sorted(inputs) == sorted(item.name() for item in own)
    assert set(chain._names_in(model)) == {item.name() for item in chain.parameterDefinitions() if item.isDestination()}
    assert chain.group() == "Ready-made chains" and chain.create().id() == f"imagetranslation:{name}"


@pytest.fixture(scope="module")
def colourized(run, town, model):
    """What Colorize historical photos makes of the town, with a layer that QGIS is going to load; what it told."""
    from qgis.core import (
        QgsProcessingContext,
        QgsProcessingFeedback,
        QgsProcessingOutputLayerDefinition,
        QgsProject,
    )

    context, project, feedback = QgsProcessingContext(), QgsProject(), QgsProcessingFeedback(False)
    context.setProject(project)
    output = QgsProcessingOutputLayerDefinition(str(town["folder"] / "by chain.tif"), project)
    parameters = {"TARGET": town["colour"], "INPUT": town["grey"], "BASE_MODEL": model["OUTPUT"], "OUTPUT": output}
    files = {"MODEL": str(town["folder"] / "by chain.dlpk"), "REPORT": str(town["folder"] / "by chain.html")}
    given = {**parameters, **files, **SHORT}
    results = run("imagetranslation:colorizehistoricalphotos", given, feedback, context=context)
    return results, context, project, feedback.textLog()


def test_colorize_historical_photos(colourized, town):
    results, context, _, told = colourized
    assert set(results) == {"OUTPUT", "MODEL", "REPORT"}
    assert "Epoch 1 of 1" in told and "REFERENCE colour.tif" in told
    _check_translated(results["OUTPUT"], town["grey"])
    details = context.layerToLoadOnCompletionDetails(results["OUTPUT"])
    assert details.name == "Colour photo" and details.postProcessor() is not None
    with open_package(results["MODEL"]) as package:
        settings = package.definition.training["settings"]
        assert package.definition.training["train_chips"] <= 8
    expected = {"augmentation": "historic_film", "preset": "fast", "max_epochs": 1, "max_minutes": 30.0}
    assert {key: settings[key] for key in expected} == expected
    assert "PSNR" in Path(results["REPORT"]).read_text(encoding="utf-8")


def test_near_infrared_learns_from_the_bands_that_are_named(run, tmp_path):
    """Up to the training, which is that of the other chain: a chain of its own children, without the last two."""
    from qgis.core import QgsProcessingModelAlgorithm

    from image_translation.processing_provider.chains import NearInfraredToNaturalColour

    colour = paint_town(200)
    infrared = (255 - np.rint(np.tensordot(LUMA, colour, 1)))[None].astype(np.uint8)
    options = ("PHOTOMETRIC=MINISBLACK", "ALPHA=NO")
    raster = make_raster(tmp_path / "four.tif", np.concatenate([colour, infrared]), options=options)
    chain = QgsProcessingModelAlgorithm()
    assert chain.fromFile(str(NearInfraredToNaturalColour.path()))
    for child in ("classify", "train"):
        assert chain.removeChildAlgorithm(child)
    filled = NearInfraredToNaturalColour().create()._filled({"TARGET": raster, "INPUT": raster, "TARGET_BANDS": []})
    results = run(chain, {**filled, "TILE_SIZE": 64})
    folder = Path(results["CHILD_RESULTS"]["export"]["OUTPUT"])
    _, a, _ = _read(folder / "images" / "000000000.tif")
    _, b, _ = _read(folder / "images2" / "000000000.tif")
    np.testing.assert_array_equal(a, infrared[:, :64, :64])
    np.testing.assert_array_equal(b, colour[:, :64, :64])
    assert json.loads((folder / "chips.json").read_text())["stride"] == 32


def test_compare_before_and_after_as_part_of_another_model(run, model, town, tmp_path):
    """As a user of the Model Designer builds it, with the page as the result."""
    from qgis.core import (
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelChildParameterSource,
        QgsProcessingModelOutput,
        QgsProcessingModelParameter,
        QgsProcessingParameterRasterLayer,
    )

    source = QgsProcessingModelChildParameterSource
    outer = QgsProcessingModelAlgorithm("outer", "tests")
    outer.addModelParameter(QgsProcessingParameterRasterLayer("photo", "photo"), QgsProcessingModelParameter("photo"))
    child = QgsProcessingModelChildAlgorithm("imagetranslation:comparebeforeandafter")
    child.setChildId("inner")
    child.addParameterSources("INPUT", [source.fromModelParameter("photo")])
    child.addParameterSources("MODEL", [source.fromStaticValue(model["OUTPUT"])])
    output = QgsProcessingModelOutput("page", "page")
    output.setChildId("inner")
    output.setChildOutputName("COMPARISON")
    child.setModelOutputs({"page": output})
    outer.addChildAlgorithm(child)
    destination = next(item.name() for item in outer.parameterDefinitions() if item.isDestination())
    results = run(outer, {"photo": town["grey"], destination: str(tmp_path / "page.html")})
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("data:image/jpeg;base64,") == 2 and "Left: grey.tif" in page and "300 × 300 pixels" in page
    assert Path(results["CHILD_RESULTS"]["inner"]["OUTPUT"]).is_file()


def test_a_failing_step_is_told_and_the_next_ones_do_not_run(run, town, tmp_path):
    from qgis.core import QgsProcessingException, QgsProcessingFeedback

    parameters = {"INPUT": town["grey"], "MODEL": str(tmp_path / "absent.dlpk"), "OUTPUT": "TEMPORARY_OUTPUT"}
    feedback = QgsProcessingFeedback(False)
    with pytest.raises(QgsProcessingException, match="Classify Pixels") as raised:
        page = str(tmp_path / "page.html")
        run("imagetranslation:comparebeforeandafter", {**parameters, "COMPARISON": page}, feedback)
    assert "absent.dlpk does not exist" in f"{feedback.textLog()} {raised.value}"  # 3.22 tells it in the log only
    assert not any(tmp_path.iterdir())


def test_a_cancelled_step_is_told_once_and_the_next_ones_do_not_run(run, town, model, tmp_path):
    from qgis.core import QgsProcessingFeedback

    class Cancelling(QgsProcessingFeedback):
        def __init__(self):
            super().__init__(False)
            self.lines = []

        def pushInfo(self, text):
            self.lines.append(text)
            if text.startswith("Preview, drawn anew"):
                self.cancel()

        pushWarning = pushInfo

    feedback = Cancelling()
    parameters = {"TARGET": town["colour"], "INPUT": town["grey"], "BASE_MODEL": model["OUTPUT"]}
    files = {"MODEL": str(tmp_path / "m.dlpk"), "REPORT": str(tmp_path / "m.html"), "OUTPUT": str(tmp_path / "o.tif")}
    run("imagetranslation:colorizehistoricalphotos", {**parameters, **files, **SHORT}, feedback)
    assert [line.split(";")[0] for line in feedback.lines if line.startswith("Cancelled ")] == [
        "Cancelled before the first epoch ended"
    ]
    assert sum("nothing has gone wrong" in line for line in feedback.lines) == 1
    assert not (tmp_path / "o.tif").exists()


def test_a_photo_without_reference_system_is_told_before_the_training(provider, town, tmp_path):
    from qgis.core import QgsProcessingContext

    photo = make_raster(tmp_path / "scan.tif", paint_town(64)[:1], epsg=0, geotransform=None)
    parameters = {"TARGET": town["colour"], "INPUT": photo, "OUTPUT": "o.tif", "MODEL": "m.dlpk"}
    chain = provider.algorithm("colorizehistoricalphotos").create()
    fine, message = chain.checkParameterValues(parameters, QgsProcessingContext())
    assert not fine and message.startswith("INPUT (scan) has no coordinate reference system")
    parameters["MATCH_CELL_SIZE"] = False
    assert chain.checkParameterValues(parameters, QgsProcessingContext()) == (True, "")


def test_rows_of_a_batch_with_a_bad_one_first(provider, model, town, tmp_path):
    """As batch calls it: not through processing.run, so that nothing has checked or filled in the parameters."""
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    done = {}
    for name in ("absent", "grey"):
        parameters = {"INPUT": str(town["folder"] / f"{name}.tif"), "MODEL": model["OUTPUT"], "EXTENT": None}
        files = {"OUTPUT": str(tmp_path / f"{name}.tif"), "COMPARISON": str(tmp_path / f"{name}.html")}
        feedback = QgsProcessingFeedback(False)
        chain = provider.algorithm("comparebeforeandafter").create()
        done[name] = chain.run({**parameters, **files}, QgsProcessingContext(), feedback)[1]
        assert done[name] or "INPUT cannot be opened as a raster" in feedback.textLog()
    assert done == {"absent": False, "grey": True}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["grey.html", "grey.tif"]


def test_qgis_process_runs_a_chain(root, model, town):
    arguments = ("INPUT=grey.tif", f"MODEL={model['OUTPUT']}", "OUTPUT=shell.tif", "COMPARISON=shell.html")
    done = _qgis_process(root, "imagetranslation:comparebeforeandafter", "--", *arguments, cwd=town["folder"])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["COMPARISON"].endswith("shell.html")
    _check_translated(town["folder"] / "shell.tif", town["grey"])
    assert "data:image/jpeg" in (town["folder"] / "shell.html").read_text(encoding="utf-8")
