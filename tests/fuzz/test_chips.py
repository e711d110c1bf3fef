"""A few hundred damaged chip folders: a sentence that names the folder, or pixels; see the script for more of them."""

from image_translation.tests.fuzz import chips


def test_damaged_chip_folders(tmp_path):
    outcome = chips.start(tmp_path, 200, 14, 25.0)
    assert not outcome.failures, "\n".join(outcome.failures[:3])
    assert outcome.ended[""] > 10 and outcome.ended["InputError"] > 20
