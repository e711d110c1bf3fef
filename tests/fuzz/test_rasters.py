"""A few hundred damaged and odd rasters: a sentence, or a result; see the script for more of them."""

from image_translation.tests.fuzz import rasters


def test_damaged_rasters(tmp_path):
    outcome = rasters.start(tmp_path, 250, 14, 25.0)
    assert not outcome.failures, "\n".join(outcome.failures[:3])
    assert outcome.ended[""] > 10 and outcome.ended["InputError"] > 20
