"""Trainings that are killed at any moment go on, and end as if nothing had happened."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Optional

import pytest
import torch
from safetensors.torch import load_file, save_file

from image_translation.models.errors import Cancelled
from image_translation.models.package.archive import open_package
from image_translation.models.training import checkpoint
from image_translation.models.training.hardware import Hardware
from image_translation.models.training.keeping import Parts
from image_translation.models.training.optimization import Optimization
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

SPLITS = ["train"] * 12 + ["validation"] * 4
SETTINGS = {
    "ngf": 4,
    "ndf": 4,
    "max_epochs": 3,
    "learning_rate": 3e-3,
    "precision": "float32",
    "batch_size": 2,
    "warmup": 0.4,
    "ema": 0.9,
    "device": "cpu",
    "threads": 1,
    "checkpoint_minutes": 0,
}
CHILD = """
import json, os, signal, sys
from pathlib import Path
from image_translation.models import files
from image_translation.models.feedback import Feedback
from image_translation.models.training import checkpoint, gan, joint_validation, loop
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

values, moment, count = json.loads(sys.argv[1]), sys.argv[2], int(sys.argv[3])
calls = [0]

def killing(function, after):
    def call(*arguments, **keywords):
        calls[0] += 1
        if calls[0] == count and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **keywords)
        if calls[0] == count:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return call

places = {
    "step": (gan.Pix2PixStep, "_backward_g", True),
    "validation": (joint_validation, "evaluate", True),
    "package": (loop, "publish", False),
    "published": (loop, "publish", True),
    "half a checkpoint": (checkpoint, "save_tensors", True),
}
if moment in places:
    owner, name, after = places[moment]
    setattr(owner, name, killing(getattr(owner, name), after))

class Log(Feedback):
    def info(self, text):
        print(text, flush=True)
    warning = info

train(TrainSettings(chips=(Path(values.pop("chips")),), output=Path(values.pop("output")), **values), Log())
"""


def _run(folder: Path, output: Path, moment: str = "never", count: int = 0) -> subprocess.CompletedProcess:
    values = json.dumps({**SETTINGS, "chips": str(folder), "output": str(output)})
    return subprocess.run(
        [sys.executable, "-c", CHILD, values, moment, str(count)], capture_output=True, text=True, timeout=120
    )


def _settings(folder: Path, output: Path, **changes) -> TrainSettings:
    return TrainSettings(chips=(folder,), output=output, **{**SETTINGS, **changes})


def _weights(package: Path) -> dict:
    with open_package(package) as opened:
        return load_file(str(opened.files["weights"]))


def _same(first: dict, second: dict) -> bool:
    return set(first) == set(second) and all(torch.equal(first[key], second[key]) for key in first)


@pytest.fixture
def scenes(make_pack, make_scenes) -> Path:
    grey, rgb = make_scenes(16)
    return make_pack(grey, rgb, SPLITS)


def _stop_after(recorder, steps: Optional[int]) -> None:
    """Cancel once progress was told this many times since now."""
    begun = len(recorder.fractions)
    recorder.stop_when = lambda: steps is not None and len(recorder.fractions) >= begun + steps


@pytest.mark.slow
def test_killed_at_any_moment_it_ends_like_an_uninterrupted_training(scenes: Path, tmp_path: Path) -> None:
    whole = _run(scenes, tmp_path / "whole.dlpk")
    assert whole.returncode == 0, whole.stderr
    output = tmp_path / "killed.dlpk"
    moments = [
        ("step", 4),
        ("half a checkpoint", 3),
        ("validation", 1),
        ("package", 1),
        ("published", 1),
        ("step", 2),
        ("half a checkpoint", 3),
        ("validation", 1),
    ]
    for moment, count in moments:
        done = _run(scenes, output, moment, count)
        assert done.returncode == -signal.SIGKILL, (moment, done.stdout, done.stderr)
    last = _run(scenes, output)
    assert last.returncode == 0, last.stderr
    assert "Going on from the checkpoint" in last.stdout
    assert _same(_weights(output), _weights(tmp_path / "whole.dlpk"))
    rows = []
    for name in ("killed", "whole"):
        with open_package(tmp_path / f"{name}.dlpk") as opened:
            history = opened.definition.training["history"]
            rows.append([{key: row[key] for key in row if key != "seconds"} for row in history])
    assert rows[0] == rows[1]
    names = sorted(file.name for file in tmp_path.iterdir())
    assert names == ["chips", "killed.dlpk", "killed.html", "whole.dlpk", "whole.html"]


def test_cancel_inside_an_epoch_goes_on_from_there(scenes: Path, tmp_path: Path, recorder) -> None:
    train(_settings(scenes, tmp_path / "whole.dlpk"), recorder)
    for steps in (3, 5, 6):
        _stop_after(recorder, steps)
        with pytest.raises(Cancelled, match="run the same again, and it goes on from here"):
            train(_settings(scenes, tmp_path / "m.dlpk", checkpoint_minutes=5.0), recorder)
    assert (tmp_path / "m.checkpoint.safetensors").exists()
    _stop_after(recorder, None)
    recorder.lines.clear()
    result = train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    told = "\n".join(recorder.lines)
    assert "Going on from the checkpoint" in told
    assert "epoch 2 of 3" in told or "epoch 3 of 3" in told
    assert _same(_weights(tmp_path / "m.dlpk"), _weights(tmp_path / "whole.dlpk"))
    assert result.epochs == 3
    assert not (tmp_path / "m.checkpoint.safetensors").exists()
    assert not (tmp_path / "m.preview.png").exists()


def test_training_that_ended_early_is_not_taken_further(scenes: Path, tmp_path: Path, recorder, monkeypatch) -> None:
    """Killed while the last package was written: the checkpoint is that of a training whose patience has ended."""
    from image_translation.models.training import train as module

    settings = _settings(scenes, tmp_path / "m.dlpk", max_epochs=30, patience=2, learning_rate=1e-12, ema=0.0)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            train(settings, recorder)
    epochs = len(recorder.epochs)
    assert epochs < 30
    assert train(settings, recorder).epochs == epochs
    assert len(recorder.epochs) == epochs


@pytest.fixture
def stopped(scenes: Path, tmp_path: Path, recorder) -> Path:
    """The checkpoint of a training that was cancelled in its second epoch."""
    recorder.stop_when = lambda: len(recorder.epochs) >= 1
    with pytest.raises(Cancelled):
        train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    recorder.stop_when = lambda: False
    recorder.lines.clear()
    recorder.epochs.clear()
    return tmp_path / "m.checkpoint.safetensors"


@pytest.mark.parametrize("kind", ["adam", "sgd"])
def test_an_optimizer_goes_on_where_weights_lie_in_another_order(kind: str) -> None:
    """Channels innermost in memory, which files do not tell; a fused optimizer would mix up the elements."""
    hardware = Hardware(torch.device("cpu"), torch.bfloat16, "")
    image = torch.randn(2, 6, 9, 9, generator=torch.Generator().manual_seed(0))

    def begun():
        network = torch.nn.Conv2d(6, 8, 3).to(memory_format=torch.channels_last)
        optimizer = Optimization(kind, 1e-2).optimizer(network, hardware)
        return network, optimizer, Parts({"network": network}, {"optimizer": optimizer})

    def step(network, optimizer) -> None:
        optimizer.zero_grad()
        network(image).square().mean().backward()
        optimizer.step()

    network, optimizer, parts = begun()
    step(network, optimizer)
    again, its_optimizer, its_parts = begun()
    in_files = {key: tensor.detach().cpu().contiguous().clone() for key, tensor in parts.tensors().items()}
    its_parts.put(in_files)
    for _ in range(2):
        step(network, optimizer)
        step(again, its_optimizer)
    assert torch.equal(network.weight, again.weight)


def _starts_anew(recorder) -> bool:
    return recorder.epochs[0]["epoch"] == 1 and not any("Going on" in line for line in recorder.lines)


def test_other_settings_start_anew_and_say_so(scenes: Path, tmp_path: Path, recorder, stopped: Path) -> None:
    train(_settings(scenes, tmp_path / "m.dlpk", learning_rate=1e-3, max_epochs=1), recorder)
    assert "is not used (it is of another training: learning_rate was 0.003 and is 0.001)" in recorder.warnings[0]
    assert "It is kept as m.checkpoint.earlier.safetensors" in recorder.warnings[0]
    assert _starts_anew(recorder)
    (tmp_path / "m.checkpoint.earlier.safetensors").rename(stopped)
    recorder.epochs.clear()
    assert train(_settings(scenes, tmp_path / "m.dlpk"), recorder).epochs == 3
    assert [row["epoch"] for row in recorder.epochs] == [2, 3]


def test_what_does_not_change_the_mathematics_does_not_end_a_training(
    scenes: Path, tmp_path: Path, recorder, stopped: Path
) -> None:
    report = tmp_path / "elsewhere.html"
    train(_settings(scenes, tmp_path / "m.dlpk", workers=2, checkpoint_minutes=5.0, report=report), recorder)
    assert recorder.epochs[0]["epoch"] == 2 and any("Going on" in line for line in recorder.lines)
    assert not recorder.warnings and report.is_file()
    assert not any("Other limits" in line for line in recorder.lines)
    train(_settings(scenes, tmp_path / "whole.dlpk"), recorder)
    assert _same(_weights(tmp_path / "m.dlpk"), _weights(tmp_path / "whole.dlpk"))


def test_an_interrupted_training_goes_on_to_more_epochs(scenes: Path, tmp_path: Path, recorder, stopped: Path) -> None:
    result = train(_settings(scenes, tmp_path / "m.dlpk", max_epochs=5, max_minutes=60.0, patience=4), recorder)
    assert result.epochs == 5
    assert [row["epoch"] for row in recorder.epochs] == [2, 3, 4, 5]
    assert not recorder.warnings
    (told,) = (line for line in recorder.lines if "Other limits" in line)
    assert "max_epochs was 3 and is 5, max_minutes was 0 and is 60, patience was 10 and is 4" in told


def test_an_interrupted_training_ends_where_fewer_epochs_are_asked_for(
    scenes: Path, tmp_path: Path, recorder, stopped: Path
) -> None:
    result = train(_settings(scenes, tmp_path / "m.dlpk", max_epochs=1), recorder)
    assert result.epochs == 1 and not recorder.epochs
    assert not stopped.exists()


def test_a_checkpoint_of_an_earlier_version_is_taken_up(scenes: Path, tmp_path: Path, recorder, stopped: Path) -> None:
    """It had the limits and the number of workers in its identity."""

    def as_before(document, tensors) -> None:
        document.pop("limits")
        document["identity"].update(max_epochs=3, max_minutes=0.0, patience=10, workers=0, validation_chips=[])

    _rewritten(stopped, as_before)
    assert train(_settings(scenes, tmp_path / "m.dlpk", max_epochs=4), recorder).epochs == 4
    assert [row["epoch"] for row in recorder.epochs] == [2, 3, 4]


def test_other_chips_start_anew_and_say_so(
    make_pack, make_scenes, tmp_path: Path, recorder, stopped: Path
) -> None:
    grey, rgb = make_scenes(16, seed=5)
    train(_settings(make_pack(grey, rgb, SPLITS, name="more"), tmp_path / "m.dlpk"), recorder)
    assert "another training: other chips" in recorder.warnings[0]
    assert _starts_anew(recorder)


def test_resume_false_starts_anew(scenes: Path, tmp_path: Path, recorder, stopped: Path) -> None:
    train(_settings(scenes, tmp_path / "m.dlpk", resume=False), recorder)
    assert _starts_anew(recorder)
    assert not recorder.warnings


def _rewritten(path: Path, change) -> None:
    """Change the tensors and the document of a checkpoint by hand."""
    from safetensors import safe_open

    with safe_open(str(path), framework="pt") as file:
        document = json.loads(file.metadata()["image_translation_checkpoint"])
        tensors = {key: file.get_tensor(key).clone() for key in file.keys()}
    change(document, tensors)
    save_file(tensors, str(path), {"image_translation_checkpoint": json.dumps(document)})


def _cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize(
    "damage",
    [
        _cut,
        lambda path: path.write_bytes(b""),
        lambda path: save_file({"x": torch.zeros(1)}, str(path)),
        lambda path: _rewritten(path, lambda document, tensors: document.update(version=99)),
        lambda path: _rewritten(path, lambda document, tensors: document["facts"].pop("pass")),
        lambda path: _rewritten(path, lambda document, tensors: document["facts"].update(standing=[])),
        lambda path: _rewritten(path, lambda document, tensors: document["facts"]["pass"].update(position=99)),
        lambda path: _rewritten(path, lambda document, tensors: document["facts"]["pass"].update(chance={})),
        lambda path: _rewritten(path, lambda document, tensors: tensors.pop(sorted(tensors)[0])),
        lambda path: _rewritten(
            path, lambda document, tensors: tensors.update({"optimizer_g/0.exp_avg": torch.zeros(1)})
        ),
    ],
)
def test_damaged_checkpoints_start_anew_and_say_so(
    scenes: Path, tmp_path: Path, recorder, stopped: Path, damage
) -> None:
    damage(stopped)
    train(_settings(scenes, tmp_path / "m.dlpk"), recorder)
    assert "is not used" in recorder.warnings[-1]
    assert "starts anew" in recorder.warnings[-1]
    assert _starts_anew(recorder)
    train(_settings(scenes, tmp_path / "fresh.dlpk"), recorder)
    assert _same(_weights(tmp_path / "m.dlpk"), _weights(tmp_path / "fresh.dlpk"))


def test_what_a_killed_training_leaves_is_cleared_away(scenes: Path, tmp_path: Path, recorder) -> None:
    (tmp_path / ".4e5f6a7b.partial.m.dlpk").mkdir()
    (tmp_path / ".4e5f6a7b.partial.m.dlpk" / "onnx").write_bytes(b"half")
    for name in (".0a1b2c3d.partial.m.dlpk", ".0a1b2c3d.partial.m.checkpoint.safetensors"):
        (tmp_path / name).write_bytes(b"half")
    for partial in tmp_path.glob(".*"):
        partial.with_name(f"{partial.name}.lock").touch()
    (tmp_path / ".0a1b2c3d.partial.other.dlpk").write_bytes(b"of another training")
    train(_settings(scenes, tmp_path / "m.dlpk", max_epochs=1), recorder)
    assert sorted(os.listdir(tmp_path)) == [".0a1b2c3d.partial.other.dlpk", "chips", "m.dlpk", "m.html"]


def test_what_safetensors_leaves_when_it_is_killed_lies_in_no_ones_way(tmp_path: Path, monkeypatch) -> None:
    def interrupted(tensors, file, metadata) -> None:
        Path(file).with_name(".tmpABCDEF").write_bytes(b"half")
        save_file(tensors, file, metadata)

    monkeypatch.setattr(checkpoint, "save_file", interrupted)
    path = tmp_path / "m.checkpoint.safetensors"
    checkpoint.write_checkpoint(path, checkpoint.Checkpoint({"a": 1}, {"b": 2}, {"c": torch.ones(3)}))
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert checkpoint.read_checkpoint(path, {"a": 1}).tensors["c"].tolist() == [1.0, 1.0, 1.0]
