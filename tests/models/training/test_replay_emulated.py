"""What recorded steps leave behind, on a card that is made up: its recordings are kept and counted, never computed."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from pathlib import Path
from typing import Dict, List

import pytest
import torch

from image_translation.models.training import gan, loop, memory, replay
from image_translation.models.training.data import Batch
from image_translation.models.training.hardware import Hardware
from image_translation.models.training.replay import Replay
from image_translation.models.training.settings import TrainSettings
from image_translation.models.training.train import train

CPU = torch.device("cpu")
OUT_OF_MEMORY = "CUDA out of memory. Tried to allocate 2.00 GiB"
SPOILED = "CUDA error: operation failed due to a previous error during capture"


class Card:
    """Streams, recordings and pools of an NVIDIA card as PyTorch treats them, failures included."""

    def __init__(self, monkeypatch) -> None:
        self.stream, self.main = "main", "main"
        self.alive = self.pools = 0
        self.underway: List[object] = []
        self.released: List[object] = []
        card = self

        class Stream:
            def __init__(self, device) -> None:
                pass

            def wait_stream(self, other) -> None:
                pass

        class Main(Stream):
            pass

        main = Main(None)
        self.main = self.stream = main

        class Graph:
            def __init__(self) -> None:
                card.alive += 1
                self.generators: List[Generator] = []

            def register_generator_state(self, generator: Generator) -> None:
                self.generators.append(generator)

            def replay(self) -> None:
                pass

            def reset(self) -> None:
                pass

            def __del__(self) -> None:
                card.alive -= 1

        @contextmanager
        def stream(one):
            before, card.stream = card.stream, one
            try:
                yield
            finally:
                card.stream = before

        class Recording:
            """As torch.cuda.graph: when the end fails, the stream stays, and so does all that had begun."""

            def __init__(self, graph, pool, stream) -> None:
                self.graph, self.pool, self.stream = graph, pool, stream

            def __enter__(self) -> None:
                self.before, card.stream = card.stream, self.stream
                card.underway.append(self.pool)
                for generator in self.graph.generators:
                    generator.state.recording = True

            def __exit__(self, kind, error, trace) -> None:
                if error is not None:
                    raise RuntimeError(SPOILED)
                card.underway.remove(self.pool)
                card.stream = self.before
                for generator in self.graph.generators:
                    generator.state.recording = False

        def handle():
            card.pools += 1
            return (0, card.pools)

        def end(index: int, pool) -> None:
            if pool not in card.underway:
                raise RuntimeError("endAllocatePool: not currently recording to mempool_id")
            card.underway.remove(pool)

        def emptied(device) -> None:
            assert not card.underway, "no memory is given back while a recording is under way"

        for name, value in {
            "Stream": Stream,
            "stream": stream,
            "current_stream": lambda device: card.stream,
            "current_device": lambda: 0,
            "synchronize": lambda device: None,
            "CUDAGraph": Graph,
            "graph": Recording,
            "graph_pool_handle": handle,
            "default_generators": (Generator(),),
        }.items():
            monkeypatch.setattr(torch.cuda, name, value)
        monkeypatch.setattr(torch._C, "_cuda_endAllocateToPool", end, raising=False)
        release = lambda index, pool: card.released.append(pool)  # noqa: E731
        monkeypatch.setattr(torch._C, "_cuda_releasePool", release, raising=False)
        monkeypatch.setattr(replay, "release", emptied)


class State:
    recording = False

    def __init__(self, drawn: int = 0) -> None:
        self.drawn = drawn


class Generator:
    """A card's generator: it refuses to draw where a recording of it never ended."""

    def __init__(self) -> None:
        self.state = State()

    def clone_state(self) -> Generator:
        clone = Generator()
        clone.state = State(self.state.drawn)
        return clone

    def graphsafe_set_state(self, other: Generator) -> None:
        self.state = other.state

    def draw(self, recorded: bool) -> None:
        if self.state.recording and not recorded:
            raise RuntimeError("Offset increment outside graph capture encountered unexpectedly.")
        self.state.drawn += 1


def _batch(size: int = 2) -> Batch:
    return Batch(torch.zeros(size, 1, 4, 4), torch.zeros(size, 1, 4, 4), torch.ones(size, 1, 4, 4, dtype=torch.bool))


def test_a_failed_recording_leaves_nothing_behind(monkeypatch) -> None:
    """Neither a generator that refuses to draw, nor another stream, nor memory that the allocator holds for it."""
    card, generator, drawn = Card(monkeypatch), Generator(), []

    def take(batch: Batch, adversarial: bool) -> Dict[str, torch.Tensor]:
        recorded = bool(card.underway)
        generator.draw(recorded)
        if recorded:
            raise RuntimeError("CUDA error: operation not permitted when stream is capturing")
        drawn.append(generator.state.drawn)
        return {"l1": torch.ones(())}

    steps = Replay(take, lambda: None, [generator], CPU)
    for _ in range(6):
        assert float(steps(_batch(), False)["l1"]) == 1.0
    assert drawn == [1, 2, 3, 4, 5, 6]
    assert card.stream is card.main
    assert (card.underway, card.released) == ([], [(0, 1)])
    gc.collect()
    assert card.alive == 0


def test_a_defect_of_another_kind_is_not_taken_for_a_failed_recording(monkeypatch) -> None:
    card = Card(monkeypatch)

    def take(batch: Batch, adversarial: bool) -> Dict[str, torch.Tensor]:
        raise ValueError("a defect")

    with pytest.raises(ValueError, match="a defect"):
        Replay(take, lambda: None, [], CPU)(_batch(), False)
    assert card.stream is card.main


def test_recordings_share_a_pool_and_are_let_go_together(monkeypatch) -> None:
    card = Card(monkeypatch)
    steps = Replay(lambda batch, adversarial: {"l1": torch.ones(())}, lambda: None, [], CPU)
    for adversarial in (False, True):
        for _ in range(5):
            steps(_batch(), adversarial)
    assert (card.alive, card.pools) == (2, 1)
    assert steps.clear() and not steps.clear()
    assert card.alive == 0
    for _ in range(4):
        steps(_batch(), True)
    assert (card.alive, card.pools) == (1, 2)


def test_recordings_give_up_their_memory_before_a_batch_is_halved(
    make_pack, make_scenes, tmp_path: Path, recorder, monkeypatch
) -> None:
    """A card with room for a step, a recording or an evaluation, but for one of them only: the first adversarial step
    comes while that of the warm-up is recorded."""
    card, sizes, backward = Card(monkeypatch), [], gan.Pix2PixStep._backward_g

    def limited(self, adversarial):
        if adversarial and card.alive and not card.underway:
            raise torch.cuda.OutOfMemoryError(OUT_OF_MEMORY)
        sizes.append(len(self._input))
        backward(self, adversarial)

    judge, judged = loop.evaluate_together, []

    def greedy(*arguments):
        if card.alive:
            judged.append("refused")
            raise torch.cuda.OutOfMemoryError(OUT_OF_MEMORY)
        judged.append("done")
        return judge(*arguments)

    monkeypatch.setattr(loop, "evaluate_together", greedy)
    monkeypatch.setattr(gan.Pix2PixStep, "_backward_g", limited)
    monkeypatch.setattr(gan, "_generator", lambda layer: None)
    made = Hardware(CPU, torch.float32, "made up", replays=True)
    monkeypatch.setattr("image_translation.models.training.plan.choose_hardware", lambda settings: made)
    grey, rgb = make_scenes(36)
    chips = make_pack(grey, rgb, ["train"] * 32 + ["validation"] * 4)
    values = {"ngf": 4, "ndf": 4, "batch_size": 4, "max_epochs": 2, "warmup": 0.5, "model_type": "pix2pix"}
    train(TrainSettings(chips=(chips,), output=tmp_path / "m.dlpk", **values), recorder)
    assert set(sizes) == {4}
    assert judged == ["refused", "done", "refused", "done", "done"]
    assert not [text for text in recorder.warnings if "Memory" in text]


def test_release_asks_the_card(monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: asked.append("cuda"))
    memory.release(torch.device("cuda"))
    assert asked == ["cuda"]
