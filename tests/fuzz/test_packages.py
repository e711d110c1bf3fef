"""A few hundred changed packages: each opens, or is refused in a sentence that names it."""

from image_translation.tests.fuzz import packages


def test_changed_packages_open_or_are_refused_in_a_sentence(tmp_path):
    outcome = packages.run(tmp_path, count=600, seed=14)
    assert outcome.failures == []
    assert outcome.ended["PackageError"] > 200 and outcome.ended[""] > 50, outcome.ended
