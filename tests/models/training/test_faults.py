"""Memory and disk that run out."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from image_translation.models.errors import ImageTranslationError, InputError
from image_translation.models.files import only_one
from image_translation.models.package.archive import open_package
from image_translation.models.training import gan, loop
from image_translation.models.training.checkpoint import save_tensors
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train
from image_translation.tests import helpers

SPLITS = ["train"] * 12 + ["validation"] * 4
CPU = RuntimeError("[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory: 9 bytes\nmore")


def _settings(folder: Path, output: Path, **changes) -> TrainSettings:
    values = {"ngf": 4, "ndf": 4, "max_epochs": 3, "learning_rate": 3e-3, "precision": "float32", "batch_size": 4}
    return TrainSettings(chips=(folder,), output=output, **{**values, "warmup": 0.0, **changes})


@pytest.fixture
def scenes(make_pack, make_scenes) -> Path:
    grey, rgb = make_scenes(16)
    return make_pack(grey, rgb, SPLITS)


def _limit_memory(monkeypatch, most: int, error: Exception) -> list:
    """Let G's backward pass fail for more than ``most`` chips; the sizes of the steps that went well."""
    sizes, backward = [], gan.Pix2PixStep._backward_g

    def limited(self, adversarial):
        if len(self._input) > most:
            raise error
        sizes.append(len(self._input))
        backward(self, adversarial)

    monkeypatch.setattr(gan.Pix2PixStep, "_backward_g", limited)
    return sizes


@pytest.mark.parametrize(
    "error",
    [
        CPU,
        torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        RuntimeError("not enough memory: you tried to allocate 9 bytes."),
        MemoryError("Unable to allocate 9 GiB"),
    ],
)
def test_lack_of_memory_halves_the_batch_and_shows_every_chip(
    scenes: Path, tmp_path: Path, recorder, monkeypatch, error: Exception
) -> None:
    sizes = _limit_memory(monkeypatch, 2, error)
    train(_settings(scenes, tmp_path / "m.dlpk", max_epochs=2), recorder)
    assert sizes == [2] * 12
    assert [text for text in recorder.warnings if "Memory" in text] == [
        "Memory does not suffice for 4 chips a step; going on with 2."
    ]
    with open_package(tmp_path / "m.dlpk") as opened:
        assert opened.definition.training["epochs"] == 2


def test_no_memory_for_a_single_chip_is_one_sentence(scenes: Path, tmp_path: Path, recorder, monkeypatch) -> None:
    _limit_memory(monkeypatch, 0, CPU)
    with pytest.raises(InputError, match="even one chip of 32 px .*lower GENERATOR_FILTERS") as caught:
        train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    assert "\n" not in str(caught.value)


def test_other_errors_of_a_step_are_not_taken_for_it(scenes: Path, tmp_path: Path, recorder, monkeypatch) -> None:
    _limit_memory(monkeypatch, 0, RuntimeError("a defect"))
    with pytest.raises(RuntimeError, match="a defect"):
        train(_settings(scenes, tmp_path / "m.dlpk"), recorder)


def test_disk_full_from_the_start_ends_in_a_sentence(scenes: Path, tmp_path: Path, recorder) -> None:
    with helpers.largest_file(20_000), pytest.raises(ImageTranslationError, match="the disk is full") as caught:
        train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    assert "no package was written" in str(caught.value)
    told = [text for text in recorder.warnings if "checkpoint" in text]
    assert len(told) == 1
    assert "m.checkpoint.safetensors cannot be written (the disk is full); the training goes on" in told[0]
    assert any("model of epoch 1 cannot be written" in text for text in recorder.warnings)
    assert len(recorder.epochs) == 3
    assert sorted(file.name for file in tmp_path.iterdir()) == ["chips", "m.preview.png"]


def test_disk_full_later_keeps_the_last_good_package_and_the_checkpoint(
    scenes: Path, tmp_path: Path, recorder, monkeypatch
) -> None:
    output = tmp_path / "m.dlpk"
    monkeypatch.setattr(loop.Training, "_draw", lambda self: None)
    full = [helpers.largest_file(20_000)]

    def fill_the_disk(values) -> None:
        recorder.epochs.append(dict(values))
        if len(recorder.epochs) == 3:
            full[0].__enter__()

    monkeypatch.setattr(recorder, "epoch", fill_the_disk)
    try:
        with pytest.raises(ImageTranslationError, match="the disk is full; the package of an earlier epoch is kept"):
            train(_settings(scenes, output, checkpoint_minutes=0), recorder)
    finally:
        full[0].__exit__(None, None, None)
    with open_package(output) as opened:
        assert opened.definition.training["epochs"] == 1
    assert not list(tmp_path.glob(".*"))
    monkeypatch.undo()
    recorder.epochs.clear()
    assert train(_settings(scenes, output, checkpoint_minutes=0), recorder).epochs == 3
    assert [row["epoch"] for row in recorder.epochs] == [3.0]


def test_safetensors_own_error_is_that_of_the_disk(tmp_path: Path) -> None:
    with helpers.largest_file(1000), pytest.raises(OSError, match="large") as caught:
        save_tensors({"x": torch.zeros(10_000)}, tmp_path / "x.safetensors")
    assert caught.value.filename == str(tmp_path / "x.safetensors")


def test_whole_batches_have_another_try_in_the_next_epoch(
    scenes: Path, tmp_path: Path, recorder, monkeypatch
) -> None:
    """Another program had taken the memory: the epoch ends with small batches, the next one has whole ones again."""
    sizes = _limit_memory(monkeypatch, 2, CPU)
    epochs, limited = [], gan.Pix2PixStep._backward_g

    def first_epoch_only(self, adversarial):
        if recorder.epochs:
            epochs.append(len(self._input))
            return whole(self, adversarial)
        return limited(self, adversarial)

    monkeypatch.undo()
    whole = gan.Pix2PixStep._backward_g
    monkeypatch.setattr(gan.Pix2PixStep, "_backward_g", first_epoch_only)
    train(_settings(scenes, tmp_path / "m.dlpk", max_epochs=2), recorder)
    assert sizes == [2] * 6
    assert epochs == [4] * 3


def test_a_lack_of_memory_without_words_halves_the_batch(scenes: Path, tmp_path: Path, recorder, monkeypatch) -> None:
    sizes = _limit_memory(monkeypatch, 2, MemoryError())
    train(_settings(scenes, tmp_path / "m.dlpk", max_epochs=1), recorder)
    assert sizes == [2] * 6


def test_a_card_that_is_lost_is_told_in_a_sentence_and_the_training_goes_on_later(
    scenes: Path, tmp_path: Path, recorder, monkeypatch
) -> None:
    lost = RuntimeError("CUDA error: the launch timed out and was terminated\nmore")
    sizes, backward = [], gan.Pix2PixStep._backward_g

    def failing(self, adversarial):
        sizes.append(len(self._input))
        if len(sizes) == 8:
            raise lost
        backward(self, adversarial)

    monkeypatch.setattr(gan.Pix2PixStep, "_backward_g", failing)
    settings = _settings(scenes, tmp_path / "m.dlpk", checkpoint_minutes=0)
    with pytest.raises(ImageTranslationError, match="card does not compute any more .*timed out.*checkpoint") as caught:
        train(settings, recorder)
    assert "\n" not in str(caught.value)
    with open_package(tmp_path / "m.dlpk") as opened:
        assert opened.definition.training["epochs"] == 2
    train(settings, recorder)
    assert [row["epoch"] for row in recorder.epochs] == [1, 2, 3] and len(sizes) == 10


def test_a_second_training_of_the_same_output_is_refused(scenes: Path, tmp_path: Path, recorder) -> None:
    with only_one(tmp_path / "m.dlpk"), pytest.raises(InputError, match=r"Another job is writing .*m\.dlpk"):
        train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    train(_settings(scenes, tmp_path / "m.dlpk", max_epochs=1), recorder)
    assert not list(tmp_path.glob(".*"))
