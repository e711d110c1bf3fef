"""The fit against regressions that are written out, sample by sample."""

from __future__ import annotations

import numpy as np
import pytest

from image_translation.models.place import fitting
from image_translation.models.place.colour import KNOTS
from image_translation.models.place.evidence import Evidence, Standard
from image_translation.models.place.fitting import BOTH, CURVE, ENCODER, MODEL, Fitting, prior_columns

FEATURES, CODES = 5, 2


def _samples(blocks=4, each=300, seed=0, noise=1.0):
    """Blocks of features, unit grey, model's code and targets; these follow from all of them."""
    chance = np.random.default_rng(seed)
    weights, mixing = chance.normal(0, 3, (FEATURES, CODES)), np.array([[0.6, 0.2], [0.0, 0.5]])
    found = []
    for _ in range(blocks):
        features = chance.normal(2, 3, (each, FEATURES)).astype(np.float32)
        unit = chance.uniform(0, 1, (1, each)).astype(np.float32)
        code = chance.normal(0, 10, (CODES, each)).astype(np.float32)
        curve = np.stack([40 * unit[0] ** 2, 20 - 30 * unit[0]], axis=1)
        targets = features @ weights + curve + code.T @ mixing + chance.normal(0, noise, (each, CODES))
        found.append((features, unit, code, targets.astype(np.float32)))
    return found


def _evidence(samples, standard):
    evidence = Evidence(FEATURES, KNOTS + CODES, CODES)
    for number, (features, unit, code, targets) in enumerate(samples):
        half = len(features) // 2  # blocks are made of several tiles
        priors = prior_columns(unit, code)
        for part in (slice(None, half), slice(half, None)):
            evidence.add(number, standard(features[part]), priors[part], targets[part])
    return evidence


def _joined(samples):
    features, unit, code, targets = (list(each) for each in zip(*samples))
    return np.concatenate(features), np.concatenate(unit, 1), np.concatenate(code, 1), np.concatenate(targets)


def _ridge(columns, targets, penalty):
    """Weights that make mean square error plus penalty least."""
    system = columns.T @ columns / len(columns) + penalty
    return np.linalg.solve(system, columns.T @ targets / len(columns))


def _prior(samples, name):
    """A function from (unit, code) to codes, by regressions on the samples themselves."""
    if name == MODEL:
        return lambda unit, code: code.T
    _, unit, code, targets = _joined(samples)
    bends = np.diff(np.eye(KNOTS), 2, axis=0)
    used = KNOTS if name == CURVE else KNOTS + CODES
    penalty = np.eye(used) * 1e-6
    penalty[:KNOTS, :KNOTS] += 1e-3 * bends.T @ bends
    weights = _ridge(prior_columns(unit, code)[:, :used].astype(np.float64), targets, penalty)
    return lambda unit, code: prior_columns(unit, code)[:, :used] @ weights


def _predicted(samples, standard, name, penalty):
    """The same beside features, on what the prior leaves; infinity for the prior alone."""
    prior = _prior(samples, name)
    if np.isinf(penalty):
        return lambda features, unit, code: prior(unit, code)
    features, unit, code, targets = _joined(samples)
    ridge = np.diag([penalty] * FEATURES + [1e-6])

    def columns(features):
        return np.concatenate([standard(features), np.ones((len(features), 1))], axis=1).astype(np.float64)

    weights = _ridge(columns(features), targets - prior(unit, code), ridge)
    return lambda features, unit, code: prior(unit, code) + columns(features) @ weights


def test_hats_are_the_curve_of_a_place():
    unit = np.array([[-0.5, 0.0, 0.03, 0.5, 0.99, 1.0, 3.0]], np.float32)
    hats = prior_columns(unit, np.zeros((2, 7), np.float32))[:, :KNOTS]
    np.testing.assert_allclose(hats.sum(axis=1), 1, rtol=1e-5)
    table = np.random.default_rng(0).normal(0, 1, KNOTS)
    np.testing.assert_allclose(hats @ table, np.interp(unit[0], np.linspace(0, 1, KNOTS), table), atol=1e-5)


def test_errors_of_ways_are_those_on_blocks_that_are_left_out():
    samples = _samples()
    standard = Standard(_joined(samples)[0])
    evidence = _evidence(samples, standard)
    assert evidence.count == 1200 and list(evidence.blocks) == [0, 1, 2, 3]
    fit = Fitting(evidence, 1, standard).fit()
    for name in (MODEL, CURVE, BOTH):
        for way, penalties in ((name, [np.inf]), (name + ENCODER, fitting.PENALTIES)):
            errors = []
            for penalty in penalties:
                squares = 0.0
                for left in range(4):
                    rest = [part for number, part in enumerate(samples) if number != left]
                    features, unit, code, targets = samples[left]
                    expected = _predicted(rest, standard, name, penalty)(features, unit, code)
                    squares += ((expected - targets) ** 2).sum() / evidence.count
                errors.append(squares)
            assert fit.errors[way] == pytest.approx(min(errors), rel=1e-3)
    assert fit.expected == min(fit.errors.values()) and sum(fit.shares.values()) == pytest.approx(1.0)
    assert max(fit.shares, key=fit.shares.__getitem__) == min(fit.errors, key=fit.errors.__getitem__) == BOTH + ENCODER


def test_the_weights_are_those_of_all_samples_together():
    """Where one way is by far the best, the result is that regression, told in features as they are."""
    samples = _samples(noise=0.01)
    standard = Standard(_joined(samples)[0])
    fit = Fitting(_evidence(samples, standard), 1, standard).fit()
    assert fit.shares[BOTH + ENCODER] > 0.999
    features, unit, code, targets = _joined(_samples(seed=0, noise=0.01))
    colour = fit.colour
    found = colour.prior(unit[:, None], code[:, None])[:, 0].T + features @ colour.weights + colour.offset
    best = _predicted(samples, standard, BOTH, fitting.PENALTIES[0])(features, unit, code)
    np.testing.assert_allclose(found, best, atol=0.05 * np.abs(targets).std())


def test_ways_that_err_alike_share():
    """Without anything to learn, the model stays, and curve and features add nothing."""
    samples = [(f, u, c, c.T + 0.0) for f, u, c, _ in _samples()]
    samples = [(f, u, c, t + np.random.default_rng(9).normal(0, 3, t.shape).astype("f4")) for f, u, c, t in samples]
    standard = Standard(_joined(samples)[0])
    fit = Fitting(_evidence(samples, standard), 1, standard).fit()
    assert fit.shares[MODEL] > 0.1 and fit.shares[CURVE] < 1e-3
    np.testing.assert_allclose(fit.colour.mixing, np.eye(2), atol=0.15)


@pytest.mark.parametrize("what", ["curve", "constant", "model", "nothing"])
def test_what_is_told_without_any_error_is_found_and_finite(what):
    samples = _samples()
    for number, (features, unit, code, _) in enumerate(samples):
        told = {
            "curve": np.stack([40 * unit[0], 20 - 30 * unit[0]], axis=1),
            "constant": np.full((unit.shape[1], 2), 7.0),
            "model": code.T,
            "nothing": np.zeros((unit.shape[1], 2)),
        }[what]
        samples[number] = features, unit, code, told.astype(np.float32)
    standard = Standard(_joined(samples)[0])
    fit = Fitting(_evidence(samples, standard), 1, standard).fit()
    assert fit.expected >= 0 and all(np.isfinite(share) and share >= 0 for share in fit.shares.values())
    assert sum(fit.shares.values()) == pytest.approx(1.0)
    features, unit, code, targets = _joined(samples)
    colour = fit.colour
    found = colour.prior(unit[:, None], code[:, None])[:, 0].T
    if len(colour.weights):
        found = found + features @ colour.weights + colour.offset
    np.testing.assert_allclose(found, targets, atol=0.5)


def test_features_are_left_out_where_they_say_nothing_of_the_photo():
    samples = _samples()
    standard = Standard(_joined(samples)[0])
    fit = Fitting(_evidence(samples, standard), 1, None).fit()
    assert set(fit.errors) == {MODEL, CURVE, BOTH} and fit.colour.weights.shape == (0, 2)


@pytest.mark.parametrize("blocks", [1, 3])
def test_few_blocks_are_told_by_model_and_curve_alone(blocks):
    """What is learned of one spot would be judged by that spot itself."""
    samples = _samples(blocks=blocks)
    standard = Standard(samples[0][0])
    fit = Fitting(_evidence(samples, standard), 1, standard).fit()
    assert set(fit.errors) == {MODEL, CURVE}
    assert not len(fit.colour.weights) and np.isfinite(fit.colour.curve).all()



def test_folds_are_about_equal_and_hold_every_block_once():
    evidence = Evidence(1, 1, 1)
    sizes = [10, 500, 20, 30, 400, 5, 300, 200]
    for number, size in enumerate(sizes):
        evidence.add(number * 3, *(np.ones((size, 1), np.float32) for _ in range(3)))
    folds = evidence.folds(3)
    assert sorted(number for fold in folds for number in fold) == list(evidence.blocks)
    counts = [sum(sizes[number // 3] for number in fold) for fold in folds]
    assert max(counts) <= 1.2 * min(counts) + 100 and len(evidence.folds(100)) == len(sizes)


def test_columns_that_do_not_vary_divide_by_nothing():
    sample = np.array([[1.0, 5.0], [3.0, 5.0]], np.float32)
    found = Standard(sample)(sample)
    np.testing.assert_allclose(found[:, 0], [-1, 1], rtol=1e-3)
    assert (found[:, 1] == 0).all()


def test_little_evidence_leaves_model_and_curve_alone():
    samples = _samples(each=100)
    standard = Standard(samples[0][0])
    assert set(Fitting(_evidence(samples, standard), 1, standard).fit().errors) == {MODEL, CURVE}


def test_the_curve_is_that_of_single_pixels_where_there_are_some():
    """Twice the targets in the pixels: the way of the curve, and what is made of it, follow them."""
    samples = _samples(noise=0.0)
    standard, pixels = Standard(samples[0][0]), Evidence(0, KNOTS, CODES)
    for block, (_, unit, _, targets) in enumerate(samples):
        hats = prior_columns(unit, np.zeros((0, unit.shape[1]), np.float32))
        pixels.add(block, np.zeros((len(targets), 0), np.float32), hats, 2 * targets)
    plain = Fitting(_evidence(samples, standard), 1, None)
    doubled = Fitting(_evidence(samples, standard), 1, None, pixels)
    ways = [each._colour(each._solutions([0, 1, 2, 3])[CURVE, np.inf]) for each in (plain, doubled)]
    np.testing.assert_allclose(ways[1].curve, 2 * ways[0].curve, rtol=1e-3, atol=1e-2)
