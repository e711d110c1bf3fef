"""Several processes under torchrun give the model that one process gives, and survive what one survives."""

from __future__ import annotations

import copy
import json
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Dict, List, Tuple

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from image_translation.models.feedback import Feedback
from image_translation.models.networks.generator import SeededDropout
from image_translation.models.package.archive import open_package
from image_translation.models.processes import Place, this_place
from image_translation.models.training.distributed import ALONE, OtherProcessError, ProcessGroup, _backend
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.synchronized import GroupBatchNorm, GroupDropout, synchronize
from image_translation.models.training.train import train

CHIPS, TRAINING = 14, 11
SETTINGS = {
    "ngf": 4,
    "ndf": 4,
    "max_epochs": 2,
    "learning_rate": 1e-4,
    "precision": "float32",
    "batch_size": 5,
    "warmup": 0.2,
    "ema": 0.5,
    "dropout": 0.5,
    "device": "cpu",
    "threads": 1,
    "checkpoint_minutes": 0,
}
CHILD = """
import os, signal, sys
from pathlib import Path
from image_translation.models import cli
from image_translation.models.training import gan

moment, count, marker = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
step, calls = gan.Pix2PixStep._backward_g, [0]

def disturbed(self, adversarial):
    step(self, adversarial)
    calls[0] += 1
    if moment == "memory" and len(self._input) > count:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")
    if moment == "kill" and calls[0] == count and os.environ["RANK"] == "1" and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)

gan.Pix2PixStep._backward_g = disturbed
sys.exit(cli.main(sys.argv[4:]))
"""


@pytest.fixture
def folder(make_pack, make_scenes) -> Path:
    """Chips with holes, so that the processes have different counts of valid pixels."""
    grey, rgb = make_scenes(CHIPS, size=64)
    valid = np.ones((CHIPS, 64, 64), bool)
    valid[::2, :40, :50] = False
    return make_pack(grey, rgb, ["train"] * TRAINING + ["validation"] * (CHIPS - TRAINING), valid)


def _arguments(folder: Path, output: Path, **changes: object) -> List[str]:
    words = ["train", "--chips", str(folder), "--output", str(output)]
    for key, value in {**SETTINGS, **changes}.items():
        words += [f"--{key.replace('_', '-')}", str(value)]
    return words


def _torchrun(program: List[str], restarts: int = 0) -> subprocess.Popen:
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    return subprocess.Popen(
        [*launcher, "--max-restarts", str(restarts), *program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _module(*arguments: str) -> List[str]:
    return ["-m", "image_translation.models.cli", *arguments]


def _disturbed(tmp_path: Path, moment: str, count: int, *arguments: str) -> List[str]:
    program = tmp_path / "child.py"
    program.write_text(CHILD, encoding="utf-8")
    return [str(program), moment, str(count), str(tmp_path / "marker"), *arguments]


def _result(started: subprocess.Popen) -> Tuple[int, str, str]:
    try:
        output, errors = started.communicate(timeout=240)
    finally:
        started.terminate()
    return started.returncode, output, errors


def _weights(package: Path) -> Dict[str, torch.Tensor]:
    with open_package(package) as opened:
        return load_file(str(opened.files["weights"]))


def _history(package: Path) -> List[Dict[str, float]]:
    with open_package(package) as opened:
        return list(opened.definition.training["history"])


def _assert_same_model(first: Path, second: Path) -> None:
    a, b = _weights(first), _weights(second)
    assert set(a) == set(b)
    for key in a:
        torch.testing.assert_close(a[key], b[key], rtol=1e-4, atol=1e-4, msg=lambda text, key=key: f"{key}: {text}")
    for row, other in zip(_history(first), _history(second)):
        assert set(row) == set(other)
        for name in set(row) - {"seconds"}:
            assert row[name] == pytest.approx(other[name], rel=1e-4), name


@pytest.mark.slow
def test_two_processes_give_the_model_of_one_even_when_one_is_killed(folder: Path, tmp_path: Path) -> None:
    """Batches of 5, 5 and 1 chips: shared 2 to 3, and the last one done by both."""
    train(TrainSettings(chips=(folder,), output=tmp_path / "alone.dlpk", **SETTINGS), Feedback())
    status, output, errors = _result(_torchrun(_module(*_arguments(folder, tmp_path / "two.dlpk"))))
    assert status == 0, errors
    assert json.loads(output)["epochs"] == 2
    assert errors.count("Epoch 1 of 2:") == 1
    _assert_same_model(tmp_path / "alone.dlpk", tmp_path / "two.dlpk")

    program = _disturbed(tmp_path, "kill", 6, *_arguments(folder, tmp_path / "killed.dlpk"))
    status, output, errors = _result(_torchrun(program, restarts=1))
    assert status == 0, errors
    assert (tmp_path / "marker").exists()
    assert errors.count("Going on from the checkpoint") == 1
    assert "epoch 2 of 2, after 5 of its 11 chips" in errors
    _assert_same_model(tmp_path / "two.dlpk", tmp_path / "killed.dlpk")
    assert not list(tmp_path.glob("*.checkpoint.safetensors"))
    assert not list(tmp_path.glob(".*"))


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_processes_leave_the_best_package(folder: Path, tmp_path: Path, number: int) -> None:
    output = tmp_path / "m.dlpk"
    started = _torchrun(_module(*_arguments(folder, output, max_epochs=500)))
    assert started.stderr is not None
    for line in started.stderr:
        if line.startswith("Epoch 2 of 500"):
            started.send_signal(number)
            break
    status, printed, errors = _result(started)
    assert status != 0
    assert printed == ""
    assert errors.count("Cancelled; the best model so far") == 1
    assert errors.count("run the same again, and it goes on from here") == 1
    assert len(_history(output)) >= 1
    assert (tmp_path / "m.checkpoint.safetensors").exists()


@pytest.mark.slow
def test_lack_of_memory_halves_the_batch_in_all_processes(folder: Path, tmp_path: Path) -> None:
    arguments = _arguments(folder, tmp_path / "m.dlpk", max_epochs=1)
    status, output, errors = _result(_torchrun(_disturbed(tmp_path, "memory", 1, *arguments)))
    assert status == 0, errors
    told = [line for line in errors.splitlines() if "Memory does not suffice" in line]
    assert told == [
        f"Warning: Memory does not suffice for {size} chips a step; going on with {(size + 1) // 2}." for size in (5, 3)
    ]
    assert json.loads(output)["epochs"] == 1


@pytest.mark.slow
def test_what_goes_wrong_is_told_once(make_pack, tmp_path: Path) -> None:
    same = np.full((4, 1, 32, 32), 7, np.uint8)
    folder = make_pack(same, same, ["train"] * 4)
    status, output, errors = _result(_torchrun(_module(*_arguments(folder, tmp_path / "m.dlpk"))))
    assert (status, output) == (1, "")
    assert errors.count("Band 1 of the input has the same value everywhere") == 1
    assert "image_translation/models" not in errors
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chips"]


def test_a_process_knows_its_place_by_the_environment(monkeypatch) -> None:
    for name in ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE"):
        monkeypatch.delenv(name, raising=False)
    assert this_place() == Place(0, 1, 0, 1)
    assert this_place().is_first
    for name, value in (("RANK", "5"), ("WORLD_SIZE", "8"), ("LOCAL_RANK", "1"), ("LOCAL_WORLD_SIZE", "4")):
        monkeypatch.setenv(name, value)
    assert this_place() == Place(5, 8, 1, 4)
    assert not this_place().is_first


def _group(rank: int, size: int, total: int) -> ProcessGroup:
    """A process that has nobody to talk to."""
    group = ProcessGroup.__new__(ProcessGroup)
    group.place, group._apart = Place(rank, size), False
    group.begin(total)
    return group


@pytest.mark.parametrize("size", [2, 3, 5])
@pytest.mark.parametrize("total", [1, 2, 5, 8, 13])
def test_shares_are_the_batch_once_or_all_of_it_for_each(size: int, total: int) -> None:
    groups = [_group(rank, size, total) for rank in range(size)]
    chips = [list(range(total))[group.share(total)] for group in groups]
    assert sum(group.part for group in groups) == pytest.approx(1.0)
    if total >= size:
        assert sum(chips, []) == list(range(total))
        assert max(map(len, chips)) - min(map(len, chips)) <= 1
    else:
        assert chips == [list(range(total))] * size


def test_alone_nothing_changes() -> None:
    mean = torch.tensor(3.0)
    assert ALONE.by_chips(mean) is mean
    assert ALONE.by_pixels(mean, torch.ones(1, dtype=torch.bool)) is mean
    assert ALONE.gather("x") == ["x"]
    assert ALONE.share(7) == slice(0, 7)
    assert not isinstance(ALONE.told(ValueError()), OtherProcessError)


def _trained(layer: torch.nn.Module, x: torch.Tensor, weights: torch.Tensor) -> List[torch.Tensor]:
    """Output, gradients and state after a step in training mode, then the output in evaluation mode."""
    layer.zero_grad(set_to_none=True)
    given = x.clone().requires_grad_(True)
    output = layer.train()(given)
    (output * weights).sum().backward()
    gradients = [given.grad, *(weight.grad for weight in layer.parameters())]
    state = [value.clone() for value in layer.state_dict().values()]
    return [output, *gradients, *state, layer.eval()(x)]


@pytest.mark.parametrize("affine", [True, False])
def test_batch_norm_apart_is_the_ordinary_one(affine: bool) -> None:
    chance = torch.Generator().manual_seed(0)
    x, weights = (3.0 + torch.randn(3, 4, 5, 6, generator=chance) for _ in range(2))
    ordinary = nn.BatchNorm2d(4, affine=affine)
    network = nn.Sequential(copy.deepcopy(ordinary))
    group = _group(0, 2, 3)
    setattr(network, "0", GroupBatchNorm(network[0], group))
    assert list(network.state_dict()) == [f"0.{key}" for key in ordinary.state_dict()]
    with group.apart():
        for _ in range(2):
            for found, expected in zip(_trained(network, x, weights), _trained(ordinary, x, weights)):
                torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-4)


def test_dropout_takes_its_part_of_the_mask_for_the_whole_batch() -> None:
    ordinary = SeededDropout(0.5)
    ordinary.generator = torch.Generator().manual_seed(3)
    x = torch.arange(1.0, 5 * 2 * 4 * 4 + 1).view(5, 2, 4, 4)
    whole = ordinary(x)
    parts = []
    for rank in range(2):
        group = _group(rank, 2, 5)
        layer = GroupDropout(ordinary, group)
        layer.generator = torch.Generator().manual_seed(3)
        parts.append(layer(x[group.mine]))
    assert [len(part) for part in parts] == [2, 3]
    assert torch.equal(torch.cat(parts), whole)


def test_a_network_of_a_group_sees_the_whole_batch_and_one_that_is_alone_its_own(monkeypatch) -> None:
    def network() -> nn.Module:
        inner = nn.Sequential(nn.BatchNorm2d(4), nn.ReLU(), SeededDropout(0.3))
        return nn.Sequential(nn.Conv2d(2, 4, 1), inner, SeededDropout(0.5))

    first, mine, own = network(), network(), network()
    monkeypatch.setattr(ProcessGroup, "from_first", lambda group, value: first.state_dict())
    synchronize(own, ALONE)
    synchronize(mine, _group(1, 2, 5))
    kinds = [nn.Sequential, nn.Conv2d, nn.Sequential, GroupBatchNorm, nn.ReLU, GroupDropout, GroupDropout]
    assert [type(layer) for layer in mine.modules()] == kinds
    assert [layer.probability for layer in mine.modules() if isinstance(layer, GroupDropout)] == [0.3, 0.5]
    assert not any(isinstance(layer, (GroupBatchNorm, GroupDropout)) for layer in own.modules())
    assert list(mine.state_dict()) == list(own.state_dict())
    for name, value in first.state_dict().items():
        assert torch.equal(mine.state_dict()[name], value)


def test_norms_of_timm_keep_their_activation() -> None:
    timm = pytest.importorskip("timm")
    network = timm.create_model("mobilenetv2_050", pretrained=False, features_only=True).eval()
    x = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    group = _group(0, 2, 1)
    with torch.no_grad(), group.apart():
        expected, keys = network(x), list(network.state_dict())
        for parent in list(network.modules()):
            for name, layer in list(parent.named_children()):
                if isinstance(layer, nn.BatchNorm2d):
                    setattr(parent, name, GroupBatchNorm(layer, group))
        for found, wanted in zip(network(x), expected):
            assert torch.equal(found, wanted)
    assert list(network.state_dict()) == keys


class Store(dict):
    """Like that of torchrun: values come back as bytes."""

    set = dict.__setitem__

    def get(self, key: str) -> bytes:
        return self[key].encode()


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        (("a", "b"), "nccl"),
        (("a", "a"), "gloo"),
        (("a", "none"), "gloo"),
        (("a", "b", "b"), "gloo"),
    ],
)
def test_processes_agree_on_how_cards_add_up(monkeypatch, cards: Tuple[str, ...], expected: str) -> None:
    """Whichever cards the processes see: one each by number, one each on its own, or one for two of them."""
    store = Store({f"card/{rank}": card for rank, card in enumerate(cards)})
    for rank, card in enumerate(cards):
        monkeypatch.setattr(torch.distributed, "is_nccl_available", lambda card=card: card != "none")
        properties = SimpleNamespace(uuid=card)
        monkeypatch.setattr(torch.cuda, "get_device_properties", lambda device, found=properties: found)
        place = Place(rank, len(cards), rank, len(cards))
        assert _backend(store, place, torch.device("cuda", 0)) == expected
    assert _backend(store, Place(0, 2, 0, 2), torch.device("cpu")) == "gloo"
