"""Replaying a step on an NVIDIA card as one CUDA graph, which spares the processor giving out its thousand small jobs.

See https://pytorch.org/docs/stable/notes/cuda.html#cuda-graphs: memory addresses are part of a recording, so batches
are copied to where the recorded one lay, and what the optimizers count must be on the card.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

import torch
from torch import Tensor

from .data import Batch
from .memory import release

Losses = Dict[str, Tensor]
Take = Callable[[Batch, bool], Losses]
Kind = Tuple[int, bool]
_STEPS_BEFORE = 3  # the libraries choose their algorithms, the optimizers make their state


class Replay:
    """Takes steps: the first few of each kind as they come, later ones from a recording; as they come when that fails.

    A kind is the size of the batch and whether the step is adversarial.

    Args:
        take: takes a step on a batch and gives its losses; it must not wait for the card.
        let_go: lets go of everything that a step has left.
        generators: that ``take`` draws from, on the card.
        device: the card.
    """

    def __init__(
        self,
        take: Take,
        let_go: Callable[[], None],
        generators: Sequence[torch.Generator],
        device: torch.device,
    ) -> None:
        self._take, self._let_go, self._generators, self._device = take, let_go, generators, device
        self._stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        self._recordings: Dict[Kind, Tuple[torch.cuda.CUDAGraph, Batch, Losses]] = {}
        self.clear()

    def clear(self) -> bool:
        """Let go of all recordings, whose memory nothing else can use; whether there were any.

        Steps are recorded anew, even where that has failed before.
        """
        held = bool(self._recordings)
        if held:
            torch.cuda.synchronize(self._device)
            self._recordings.clear()
        self._counts: Dict[Kind, int] = {}
        self._pool: Optional[Any] = None
        self._failed = False
        return held

    def __call__(self, batch: Batch, adversarial: bool) -> Losses:
        """Take a step; its losses are the caller's own."""
        kind = (len(batch), adversarial)
        self._counts[kind] = self._counts.get(kind, 0) + 1
        if self._failed or self._counts[kind] <= _STEPS_BEFORE:
            return self._as_it_comes(batch, adversarial)
        if kind not in self._recordings and not self._record(kind, batch):
            return self._as_it_comes(batch, adversarial)
        graph, place, losses = self._recordings[kind]
        for old, new in ((place.a, batch.a), (place.b, batch.b), (place.valid, batch.valid)):
            old.copy_(new, non_blocking=True)
        graph.replay()
        return {name: loss.clone() for name, loss in losses.items()}

    def _as_it_comes(self, batch: Batch, adversarial: bool) -> Losses:
        """Not on the stream that everything else runs on, or nothing could be recorded later."""
        current = torch.cuda.current_stream(self._device)
        self._stream.wait_stream(current)
        with torch.cuda.stream(self._stream):
            losses = self._take(batch, adversarial)
        current.wait_stream(self._stream)
        return losses

    def _record(self, kind: Kind, batch: Batch) -> bool:
        """Record a step without taking it; whether that went well.

        What goes wrong goes wrong in the step as it comes too, and is told there, unless it is the recording's fault.
        """
        self._let_go()
        before = _states([*self._generators, torch.cuda.default_generators[_index(self._device)]])
        graph: Optional[torch.cuda.CUDAGraph] = None
        try:
            graph = torch.cuda.CUDAGraph()
            for generator in self._generators:
                graph.register_generator_state(generator)
            place = Batch(batch.a.clone(), batch.b.clone(), batch.valid.clone())
            self._pool = self._pool or torch.cuda.graph_pool_handle()
            # A recording that fails does not bring back the stream that was current.
            with torch.cuda.stream(torch.cuda.current_stream(self._device)):
                with torch.cuda.graph(graph, pool=self._pool, stream=self._stream):
                    losses = self._take(place, kind[1])
            self._recordings[kind] = (graph, place, losses)
        except (RuntimeError, AttributeError):
            self._failed = True
        if self._failed:
            self._give_up(graph, before)
        return not self._failed

    def _give_up(self, graph: Optional[torch.cuda.CUDAGraph], before: List[Tuple[Any, Any]]) -> None:
        """Undo what a recording that has failed leaves behind, so that steps can be taken as they come."""
        pool = self._pool
        self.clear()
        self._failed = True
        self._let_go()
        if graph is not None:
            graph.reset()
        if pool is not None:
            _end_allocation(_index(self._device), pool)
        for generator, state in before:
            generator.graphsafe_set_state(state)
        torch.cuda.synchronize(self._device)
        release(self._device)


def _index(device: torch.device) -> int:
    return torch.cuda.current_device() if device.index is None else device.index


def _states(generators: Sequence[Any]) -> List[Tuple[Any, Any]]:
    """Generators with states to go on from: one that was being recorded refuses to draw once the recording failed."""
    return [(one, one.clone_state()) for one in generators if hasattr(one, "clone_state")]


def _end_allocation(index: int, pool: Any) -> None:
    """Tell the allocator that a recording has ended, which PyTorch leaves out when it has failed.

    As long as it is thought to go on, no cached memory is given back, and what it took is lost.
    """
    names = ("_cuda_endAllocateToPool", "_cuda_endAllocateCurrentStreamToPool")
    end = next((getattr(torch._C, name) for name in names if hasattr(torch._C, name)), None)
    with suppress(RuntimeError, AttributeError):  # it has been told already
        if end is not None:
            end(index, pool)
            torch._C._cuda_releasePool(index, pool)
