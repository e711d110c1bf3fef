"""Replaying a step on an NVIDIA card as one CUDA graph, which spares the processor giving out its thousand small jobs.

See https://pytorch.org/docs/stable/notes/cuda.html#cuda-graphs: memory addresses are part of a recording, so batches
are copied to where the recorded one lay, and what the optimizers count must be on the card.
"""

from __future__ import annotations

from typing import Callable, Dict, Optional, Sequence, Tuple

import torch
from torch import Tensor

from .data import Batch
from .memory import release

Losses = Dict[str, Tensor]
Take = Callable[[Batch, bool], Losses]
_STEPS_BEFORE = 3  # the libraries choose their algorithms, the optimizers make their state


class Replay:
    """Takes steps: the first few of each kind as they come, later ones from a recording; as they come when that fails.

    A kind is the size of the batch and whether the step is adversarial.

    Args:
        take: takes a step on a batch and gives its losses; it must not wait for the card.
        forget: lets go of everything that a step has left.
        generators: that ``take`` draws from, on the card.
        device: the card.
    """

    def __init__(
        self,
        take: Take,
        forget: Callable[[], None],
        generators: Sequence[torch.Generator],
        device: torch.device,
    ) -> None:
        self._take, self._forget, self._generators, self._device = take, forget, generators, device
        self._stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
        self._counts: Dict[Tuple[int, bool], int] = {}
        self._recordings: Dict[Tuple[int, bool], Tuple[torch.cuda.CUDAGraph, Batch, Losses]] = {}
        self._failed = False

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

    def _record(self, kind: Tuple[int, bool], batch: Batch) -> bool:
        """Record a step without taking it; whether that went well."""
        self._forget()
        graph: Optional[torch.cuda.CUDAGraph] = None
        try:
            graph = torch.cuda.CUDAGraph()
            for generator in self._generators:
                graph.register_generator_state(generator)
            place = Batch(batch.a.clone(), batch.b.clone(), batch.valid.clone())
            pool = next((other.pool() for other, _, _ in self._recordings.values()), None)
            with torch.cuda.graph(graph, pool=pool, stream=self._stream):
                losses = self._take(place, kind[1])
        except (RuntimeError, AttributeError):
            self._failed = True
            self._recordings.clear()
            self._forget()
            torch.cuda.synchronize(self._device)
            release(self._device)
            return False
        self._recordings[kind] = (graph, place, losses)
        return True
