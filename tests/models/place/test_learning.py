"""Samples of what is seen and which colours it has: from the right cells, and each by its own standard."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.place import learning
from image_translation.models.place.colour import KNOTS
from image_translation.models.place.features import columns, width
from image_translation.models.place.fitting import prior_columns
from image_translation.models.place.learning import Learner
from image_translation.models.place.planes import cell_means, halved
from image_translation.tests.packages import definition

SIZES = {"map_4": {"step": 4, "channels": 2}}
SIDE = 64


def _run(inputs):
    """Grey in three bands, and its means in cells of four pixels as they are and squared."""
    means = cell_means(inputs, 4)
    return inputs.repeat(3, axis=0), {"map_4": np.concatenate([means, means**2]) / 255}


def _tile(seed=0):
    """Inputs (1, SIDE, SIDE) and target (3, SIDE, SIDE)."""
    values = np.random.default_rng(seed).uniform(0, 255, (4, SIDE, SIDE)).astype(np.float32)
    return values[:1], values[1:]


def _seen(learner, inputs, rows, at):
    """Columns, priors of single cells of two pixels."""
    output, maps = _run(inputs)
    unit, code = halved(learner.codes.unit(inputs)), halved(learner.codes.encode(output))
    return columns(unit, maps, SIZES, rows, at), prior_columns(unit[:, rows, at], code[:, rows, at])


def _sums(features, priors, targets):
    """What evidence of these samples is."""
    whole = np.concatenate([features, np.ones((len(features), 1)), priors, targets], axis=1).astype(np.float64)
    return whole.T @ whole


def test_all_cells_of_a_small_tile_count_once():
    learner = Learner(_run, definition(maps=SIZES))
    inputs, target = _tile()
    valid = np.ones((SIDE, SIDE), bool)
    valid[10:21, 3:9] = False
    learner.add_reference(inputs, target, valid, 5, 10**6)
    learner.finish()
    whole = valid.reshape(32, 2, 32, 2).all(axis=(1, 3))
    rows, at = np.nonzero(whole)
    evidence = learner.references
    assert list(evidence.blocks) == [5] and evidence.count == len(rows) and learner.photo.count == 0
    assert (evidence.features, evidence.priors, evidence.targets) == (width(1, SIZES), KNOTS + 2, 2)
    features, priors = _seen(learner, inputs, rows, at)
    standard = (features - features.mean(axis=0)) / (features.std(axis=0) + 1e-4)
    targets = halved(learner.codes.encode(target))[:, rows, at].T
    np.testing.assert_allclose(evidence.sums([5]), _sums(standard, priors, targets), rtol=2e-3, atol=1.0)


@pytest.mark.parametrize("step", [4, 16])
def test_cells_of_the_photo_are_means_of_some_within(step, monkeypatch):
    monkeypatch.setattr(learning, "SAMPLES", 10**6)
    learner = Learner(_run, definition(maps=SIZES))
    inputs, _ = _tile(1)
    cells = SIDE // step
    colours = np.random.default_rng(2).normal(0, 20, (2, cells, cells)).astype(np.float32)
    known = np.ones((cells, cells), bool)
    known[0, 1] = False
    learner.add_photo(inputs, colours, known, step, 3)
    learner.finish()
    inner = step // 2
    offsets = {2: [0, 1], 8: [0, 2, 4, 7]}[inner]
    every = []
    for row, column in zip(*np.nonzero(known)):
        down, across = (each.ravel() for each in np.meshgrid(offsets, offsets, indexing="ij"))
        seen = _seen(learner, inputs, row * inner + down, column * inner + across)
        every.append([each.mean(axis=0) for each in seen])
    features, priors = (np.stack(each) for each in zip(*every))
    standard = (features - features.mean(axis=0)) / (features.std(axis=0) + 1e-4)
    targets = colours[:, known].T
    np.testing.assert_allclose(learner.photo.sums([3]), _sums(standard, priors, targets), rtol=2e-3, atol=0.5)


def test_the_first_tiles_are_the_standard_of_all():
    learner = Learner(_run, definition(maps=SIZES))
    valid = np.ones((SIDE, SIDE), bool)
    for number in range(learning.FIRST - 1):
        learner.add_reference(*_tile(number), valid, number)
    assert learner.standard is None and learner.references.count == 0
    learner.add_reference(*_tile(20), valid, 20)
    first = learner.standard
    assert learner.references.count == learning.FIRST * learning.SAMPLES
    learner.add_reference(*_tile(21), valid, 21)
    learner.finish()
    assert learner.standard is first and len(learner.references.blocks) == learning.FIRST + 1
    sums = sum(learner.references.sums([block]) for block in range(learning.FIRST - 1))
    size = learner.references.features
    assert np.abs(sums[size, :size] / sums[size, size]).max() < 0.2


def test_a_tile_without_ground_is_not_even_shown_to_the_model():
    learner = Learner(lambda inputs: pytest.fail("asked"), definition(maps=SIZES))
    learner.add_reference(*_tile(), np.zeros((SIDE, SIDE), bool), 0)
    learner.finish()
    assert learner.references.count == 0 and learner.standard is None


def test_the_choice_of_samples_is_that_of_the_seed():
    found = []
    for seed in (1, 1, 2):
        learner = Learner(_run, definition(maps=SIZES), seed)
        learner.add_reference(*_tile(), np.ones((SIDE, SIDE), bool), 0)
        learner.finish()
        found.append(learner.references.sums([0]))
    assert (found[0] == found[1]).all() and (found[0] != found[2]).any()
