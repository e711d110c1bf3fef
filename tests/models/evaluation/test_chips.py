"""Evaluate Model on chips: which chips, what the model is given, and on what the curve is fitted."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from image_translation.models.chips.document import ChipsDocument
from image_translation.models.chips.export import ExportSettings, export_chips
from image_translation.models.chips.folder import ChipFolder
from image_translation.models.chips.packed import pack
from image_translation.models.errors import InputError
from image_translation.models.evaluation.chips import ChipPairs, Chips, Selection, select
from image_translation.models.feedback import Feedback
from image_translation.models.inference.session import Session
from image_translation.models.package.archive import read_definition
from image_translation.tests.evaluating import evaluate, rows_of
from image_translation.tests.helpers import Recorder, make_raster, scene
from image_translation.tests.packages import band, definition, package


class Doubling(Session):
    """Twice the grey in every band, and a ramp from left to right; keeps what it was given."""

    name, channels = "doubling", (1, 3)

    def __init__(self):
        self.batches = []

    def run(self, batch):
        self.batches.append(batch)
        return np.repeat(2 * batch, 3, axis=1) + np.arange(batch.shape[-1], dtype=np.float32)


def made_up(a, b, valid=None) -> Chips:
    """A folder of one chip."""
    valid = np.ones(a.shape[1:], bool) if valid is None else valid
    names = tuple("RGB"[: len(b)])
    return Chips(Path("made up"), ("one",), ("test",), lambda index: (a, b, valid), a.dtype, b.dtype, ("Grey",), names)


def translated(a, b, valid=None, all_ways=False, **changes):
    """What is judged of one chip, and what the model was given."""
    session = Doubling()
    selection = Selection(((0, 0),), "test", "")
    pairs = ChipPairs([made_up(a, b, valid)], selection, definition(**changes), session, all_ways)
    return pairs.read(0), session.batches


def test_a_chip_that_the_model_cannot_take_is_mirrored_at_its_edges():
    a = np.arange(40 * 40, dtype=np.uint8).reshape(1, 40, 40) // 4
    sample, [batch] = translated(a, np.zeros((3, 40, 40), np.uint8))
    assert batch.shape == (1, 1, 64, 64)
    np.testing.assert_array_equal(batch[0, 0, 40:60, :40], a[0, 39:19:-1])
    expected = np.clip(2.0 * a + np.arange(40), 0, 255).repeat(3, axis=0)
    np.testing.assert_array_equal(sample.output, expected)
    assert sample.output.dtype == np.uint8


def test_invalid_pixels_are_filled_for_the_model():
    a = np.full((1, 64, 64), 10, np.uint8)
    a[0, :, 32:] = 30
    a[0, :5] = 255
    valid = np.ones((64, 64), bool)
    valid[:5] = False
    sample, [batch] = translated(a, np.zeros((3, 64, 64), np.uint8), valid)
    np.testing.assert_array_equal(batch[0, 0, :5], 20.0)
    np.testing.assert_array_equal(sample.valid, valid)


def test_mean_over_flips_and_turns():
    a = np.full((1, 64, 64), 10, np.uint8)
    sample, batches = translated(a, np.zeros((3, 64, 64), np.uint8), all_ways=True)
    assert len(batches) == 8
    assert np.abs(sample.output - (20 + 31.5)).max() == 0.5


@pytest.mark.parametrize("spoil", [lambda output: output[..., 1:], lambda output: output * np.nan])
def test_a_model_that_gives_no_picture_is_told(spoil, monkeypatch):
    run = Doubling.run
    monkeypatch.setattr(Doubling, "run", lambda self, batch: spoil(run(self, batch)))
    with pytest.raises(InputError, match="The model model makes of chips of 64 x 64 pixels what is no picture"):
        translated(np.zeros((1, 64, 64), np.uint8), np.zeros((3, 64, 64), np.uint8))


def test_chips_larger_than_the_only_tile_of_a_model_are_refused():
    a, b = np.zeros((1, 96, 96), np.uint8), np.zeros((3, 96, 96), np.uint8)
    with pytest.raises(InputError, match="larger than the tiles of 64 px .* judge it on a pair of rasters"):
        translated(a, b, fixed_size=True)


def test_a_network_with_other_bands_than_its_definition_says_is_refused():
    a, b = np.zeros((1, 64, 64), np.uint8), np.zeros((1, 64, 64), np.uint8)
    with pytest.raises(InputError, match="does not have the bands that its EMD names"):
        translated(a, b, output_bands=(band(),))


@pytest.fixture
def chips(tmp_path):
    """Folders of chips of the scene: with test chips, and with training and validation only."""
    colour = make_raster(tmp_path / "colour.tif", scene(512, 512))
    common = {"target": colour, "grey_from_target": True, "tile_size": 64, "stride": 32}
    export_chips(ExportSettings(**common, output=tmp_path / "tested", validation=20, test=20), Feedback())
    export_chips(ExportSettings(**common, output=tmp_path / "untested", validation=20), Feedback())
    return tmp_path


def chip_errors(folder: Path, split: str, gains) -> np.ndarray:
    """Mean absolute error of every chip of a split for a model that multiplies."""
    opened = ChipFolder.open(folder)
    errors = []
    for index, each in enumerate(opened.splits):
        if each == split:
            a, b, _ = opened.read(index)
            output = np.clip(np.rint(a * np.array(gains, np.float32)[:, None, None]), 0, 255)
            errors.append(np.abs(output - b).mean())
    return np.array(errors)


def test_a_model_on_chips(chips):
    gains = (0.8, 0.9, 0.7)
    model = package(chips, gains=tuple((gain,) for gain in gains))
    errors = chip_errors(chips / "tested", "test", gains)
    found, page, table = evaluate(chips, model=model, chips=(chips / "tested",))
    assert found.blocks == len(errors) > 5 and f"{len(errors)} test chips" in found.judged
    assert found.figures["model"]["mae"] == pytest.approx(errors.mean())
    assert {"copy", "fitted_curve"} <= set(found.figures) and "training chips of the same folder" in page
    assert [float(row["mae"]) for row in rows_of(table, "block")] == pytest.approx(errors.tolist(), rel=1e-5)
    assert rows_of(table, "block")[0]["column"] == "" and "flatter" not in page


def test_chips_of_validation_where_there_are_none_of_test(chips):
    model, feedback = package(chips), Recorder()
    errors = chip_errors(chips / "untested", "validation", (1.0, 0.5, 0.25))
    found, page, _ = evaluate(chips, feedback, model=model, chips=(chips / "untested",))
    assert found.figures["model"]["mae"] == pytest.approx(errors.mean())
    words = "There are no test chips; these are validation chips"
    assert any(words in text for text in feedback.warnings) and words in page
    asked = evaluate(chips, model=model, chips=(chips / "untested",), split="validation")
    assert asked[0].figures == found.figures and ">These are validation chips" in asked[1]
    with pytest.raises(InputError, match=r"CHIPS has no test chips \(0 test, .*set SPLIT to another one"):
        evaluate(chips, model=model, chips=(chips / "untested",), split="test")


def test_without_training_chips_the_curve_is_of_the_other_half_and_of_no_overlapping_chip(chips):
    folders = [Chips.open(chips / "untested")]
    selection = select(folders, "train")
    pairs = ChipPairs(folders, selection, read_definition(package(chips)), Doubling())
    document = ChipsDocument.read(chips / "untested")
    corner = {i: (document.columns[i], document.rows[i]) for i in range(len(document))}
    for fold in (0, 1):
        judged = [i for (_, i), block in zip(selection.places, pairs.blocks) if block.fold == fold]
        fitted = [i for _, i in pairs._apart_from(fold)]
        assert len(fitted) > 20 and not set(fitted) & set(judged)
        for i in fitted:
            assert all(max(abs(corner[i][0] - corner[j][0]), abs(corner[i][1] - corner[j][1])) >= 64 for j in judged)


def test_packed_chips_alone_and_several_folders(chips):
    model = package(chips)
    pack(chips / "tested", Feedback())
    (chips / "server").mkdir()
    shutil.copytree(chips / "tested" / "packed", chips / "server" / "packed")
    plain, _, _ = evaluate(chips, model=model, chips=(chips / "tested",))
    packed, _, table = evaluate(chips, model=model, chips=(chips / "server", chips / "tested"))
    assert packed.blocks == 2 * plain.blocks
    assert packed.figures["model"] == pytest.approx(plain.figures["model"])
    assert rows_of(table, "block")[0]["block"].startswith("server/")


def test_chips_of_other_bands_are_refused(chips):
    model = package(chips, gains=((1.0,),), output_bands=(band(),))
    with pytest.raises(InputError, match="1 band.* to 3 and the model model takes 1 to 1"):
        evaluate(chips, model=model, chips=(chips / "tested",))
