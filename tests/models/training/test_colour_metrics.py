"""Figures of colour against published numbers and numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from image_translation.models.networks.colorspaces import rgb_to_lab as rgb_to_lab_of_tensors
from image_translation.models.training.colour_metrics import colourfulness, delta_e, delta_e_2000, rgb_to_lab

# Table 1 of G. Sharma, W. Wu and E. N. Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes,
# Supplementary Test Data, and Mathematical Observations", Color Research and Application 30 (1), 2005.
PAIRS = np.array(
    [
        (50.0, 2.6772, -79.7751, 50.0, 0.0, -82.7485, 2.0425),
        (50.0, 3.1571, -77.2803, 50.0, 0.0, -82.7485, 2.8615),
        (50.0, 2.8361, -74.0200, 50.0, 0.0, -82.7485, 3.4412),
        (50.0, -1.3802, -84.2814, 50.0, 0.0, -82.7485, 1.0000),
        (50.0, -1.1848, -84.8006, 50.0, 0.0, -82.7485, 1.0000),
        (50.0, -0.9009, -85.5211, 50.0, 0.0, -82.7485, 1.0000),
        (50.0, 0.0, 0.0, 50.0, -1.0, 2.0, 2.3669),
        (50.0, -1.0, 2.0, 50.0, 0.0, 0.0, 2.3669),
        (50.0, 2.49, -0.0010, 50.0, -2.49, 0.0009, 7.1792),
        (50.0, 2.49, -0.0010, 50.0, -2.49, 0.0010, 7.1792),
        (50.0, 2.49, -0.0010, 50.0, -2.49, 0.0011, 7.2195),
        (50.0, 2.49, -0.0010, 50.0, -2.49, 0.0012, 7.2195),
        (50.0, -0.0010, 2.49, 50.0, 0.0009, -2.49, 4.8045),
        (50.0, -0.0010, 2.49, 50.0, 0.0010, -2.49, 4.8045),
        (50.0, -0.0010, 2.49, 50.0, 0.0011, -2.49, 4.7461),
        (50.0, 2.5, 0.0, 50.0, 0.0, -2.5, 4.3065),
        (50.0, 2.5, 0.0, 73.0, 25.0, -18.0, 27.1492),
        (50.0, 2.5, 0.0, 61.0, -5.0, 29.0, 22.8977),
        (50.0, 2.5, 0.0, 56.0, -27.0, -3.0, 31.9030),
        (50.0, 2.5, 0.0, 58.0, 24.0, 15.0, 19.4535),
        (50.0, 2.5, 0.0, 50.0, 3.1736, 0.5854, 1.0000),
        (50.0, 2.5, 0.0, 50.0, 3.2972, 0.0, 1.0000),
        (50.0, 2.5, 0.0, 50.0, 1.8634, 0.5757, 1.0000),
        (50.0, 2.5, 0.0, 50.0, 3.2592, 0.3350, 1.0000),
        (60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644),
        (63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630),
        (61.2901, 3.7196, -5.3901, 61.4292, 2.2480, -4.9620, 1.8731),
        (35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645),
        (22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373),
        (36.4612, 47.8580, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146),
        (90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441),
        (90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381),
        (6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377),
        (2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082),
    ]
).T
SOME = np.random.default_rng(0).integers(0, 256, (3, 130, 7))


def test_published_pairs() -> None:
    assert delta_e_2000(PAIRS[:3], PAIRS[3:6]) == pytest.approx(PAIRS[6], abs=0.5001e-4)
    assert delta_e_2000(PAIRS[3:6], PAIRS[:3]) == pytest.approx(PAIRS[6], abs=0.5001e-4)


def test_lab_is_that_of_the_networks() -> None:
    lightness, ab = rgb_to_lab_of_tensors(torch.from_numpy(SOME[None] / 255.0))
    assert rgb_to_lab(SOME) == pytest.approx(torch.cat((lightness, ab), 1)[0].numpy(), abs=1e-4)
    assert rgb_to_lab(SOME / 255.0, 1.0) == pytest.approx(rgb_to_lab(SOME))


def test_a_picture_s_difference_is_the_mean_of_its_valid_pixels() -> None:
    other = SOME[:, ::-1]
    each = delta_e_2000(rgb_to_lab(SOME), rgb_to_lab(other))
    valid = np.arange(130)[:, None] + np.zeros(7) > 100
    assert delta_e(SOME, other) == pytest.approx(each.mean())
    assert delta_e(SOME, other, valid=valid) == pytest.approx(each[valid].mean())
    assert delta_e(SOME, SOME) == 0.0
    assert math.isnan(delta_e(SOME, other, valid=np.zeros_like(valid)))


def test_colourfulness() -> None:
    half = np.zeros((3, 200, 2))
    half[:, :, 0] = np.array([[255.0], [0.0], [0.0]])
    # Red beside black: both opponents have half of what red has as mean and as standard deviation.
    length = math.hypot(255.0, 127.5) / 2
    assert colourfulness(half) == pytest.approx(1.3 * length)
    assert colourfulness(half / 255.0, 1.0) == pytest.approx(1.3 * length)
    assert colourfulness(half, valid=half[0] > 0) == pytest.approx(0.3 * 2 * length)
    assert colourfulness(np.full((3, 4, 4), 90, np.uint8)) == 0.0
    assert math.isnan(colourfulness(half, valid=np.zeros((200, 2), bool)))
