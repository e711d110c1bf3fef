"""Several processes that train one model together, on one machine or more, as ``torchrun`` starts them.

Every process goes through the same steps with the same random numbers and takes its share of each batch. Sums over
the processes then give the losses, gradients and batch statistics that one process would have found for the whole
batch, so that the model does not depend on how many there are.
"""

from __future__ import annotations

import datetime
import platform
import time
import uuid
from contextlib import contextmanager
from functools import partial
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, TypeVar

import torch
from torch import Tensor, distributed, nn

from ..errors import Cancelled, ImageTranslationError, InputError
from ..processes import Place, this_place

T = TypeVar("T")
_PATIENCE = datetime.timedelta(hours=12)  # the others wait while the first one packs chips or writes a package
_PAUSE = 0.05
_NO_NCCL = "none"


class OtherProcessError(ImageTranslationError):
    """This process has to stop because another one did."""


class Group:
    """A process that trains alone: everything is its own, and nothing costs anything."""

    place = Place()

    @property
    def is_first(self) -> bool:
        """Whether this process writes the files and the log."""
        return self.place.is_first

    @property
    def size(self) -> int:
        """How many processes share the work of a step."""
        return self.place.size

    def card(self, device: torch.device) -> torch.device:
        """The one of the devices of this kind that this process computes on."""
        return device

    def share(self, total: int) -> slice:
        """Which chips of a batch of ``total`` this process takes."""
        return slice(0, total)

    def begin(self, total: int) -> None:
        """A step on a batch of ``total`` chips begins."""

    def by_chips(self, mean: Tensor) -> Tensor:
        """What a mean over this process's chips adds to the mean over the whole batch."""
        return mean

    def by_pixels(self, mean: Tensor, valid: Tensor) -> Tensor:
        """What a mean over this process's valid pixels (N, 1, H, W) adds to the mean over those of all."""
        return mean

    def sum(self, tensor: Tensor) -> Tensor:
        """Add up a tensor over the processes, in place."""
        return tensor

    def sum_gradients(self, network: nn.Module) -> None:
        """Add up the gradients of a network over the processes."""

    def sum_losses(self, losses: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        """Losses of a step over all processes."""
        return losses

    def from_first(self, value: T) -> T:
        """The first process's value, a plain one, in all of them."""
        return value

    def gather(self, value: T) -> List[T]:
        """The values of all processes, in order, in all of them."""
        return [value]

    def together(self, work: Callable[[], T]) -> T:
        """Do ``work`` in all processes; when it fails in one, it fails in all, and the first one tells why."""
        return work()

    def in_turns(self, work: Callable[[], T]) -> T:
        """Like :meth:`together`, but first in the first process, then in the first of each machine, then the rest."""
        return work()

    def told(self, error: ImageTranslationError) -> ImageTranslationError:
        """The error to raise for what has gone wrong in all processes alike: only the first one tells it."""
        return error

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Within the block every process computes for itself."""
        yield


ALONE = Group()


class ProcessGroup(Group):
    """One process of several.

    Args:
        place: which one.
        device: where its network is; sums are formed there.
    """

    def __init__(self, place: Place, device: torch.device) -> None:
        self.place, self._device, self._apart = place, device, False
        self._talk = distributed.new_group(backend="gloo", timeout=_PATIENCE)
        self.begin(place.size)

    def card(self, device: torch.device) -> torch.device:
        return self._device

    def share(self, total: int) -> slice:
        """Chips in a row, as many for each process as can be; fewer chips than processes are done by each of them."""
        rank, size = self.place.rank, self.place.size
        return slice(total * rank // size, total * (rank + 1) // size) if total >= size else slice(0, total)

    def begin(self, total: int) -> None:
        self.total = total
        self.mine = self.share(total)
        self.copies = 1 if total >= self.place.size else self.place.size

    @property
    def part(self) -> float:
        """Share of this process in what the processes add up for the batch under way."""
        return 1.0 if self._apart else (self.mine.stop - self.mine.start) / (self.total * self.copies)

    def by_chips(self, mean: Tensor) -> Tensor:
        return mean * self.part

    def by_pixels(self, mean: Tensor, valid: Tensor) -> Tensor:
        own = valid.sum().to(mean.dtype)
        return mean * (own / self.sum(own.clone()).clamp(min=1))

    def sum(self, tensor: Tensor) -> Tensor:
        if not self._apart:
            with _in_touch():
                distributed.all_reduce(tensor)
        return tensor

    def sum_gradients(self, network: nn.Module) -> None:
        gradients = [parameter.grad for parameter in network.parameters() if parameter.grad is not None]
        flat = self.sum(torch.cat([gradient.reshape(-1) for gradient in gradients]))
        pieces = torch.split(flat, [gradient.numel() for gradient in gradients])
        for gradient, piece in zip(gradients, pieces):
            gradient.copy_(piece.view(gradient.shape))

    def sum_losses(self, losses: Mapping[str, Tensor]) -> Dict[str, Tensor]:
        return dict(zip(losses, self.sum(torch.stack(list(losses.values())))))

    def from_first(self, value: T) -> T:
        values = [value]
        with _in_touch():
            distributed.broadcast_object_list(values, src=0, group=self._talk)
        return values[0]

    def gather(self, value: T) -> List[T]:
        values = [value] * self.place.size
        with _in_touch():
            distributed.all_gather_object(values, value, group=self._talk)
        return values

    def together(self, work: Callable[[], T]) -> T:
        results: List[T] = []
        failure: Optional[ImageTranslationError] = None
        try:
            results.append(work())
        except ImageTranslationError as error:
            failure = error
        failures = [error for error in self.gather(failure) if error is not None]
        if failures:
            raise self.told(failures[0]) from failure
        return results[0]

    def in_turns(self, work: Callable[[], T]) -> T:
        results: List[T] = []

        def once(is_on: bool) -> None:
            if is_on and not results:
                results.append(work())

        for is_on in (self.is_first, self.place.local_rank == 0, True):
            self.together(partial(once, is_on))
        return results[0]

    def told(self, error: ImageTranslationError) -> ImageTranslationError:
        if self.is_first or isinstance(error, Cancelled):
            return error
        return OtherProcessError("The first process of the training tells what has gone wrong.")

    @contextmanager
    def apart(self) -> Iterator[None]:
        self._apart = True
        try:
            yield
        finally:
            self._apart = False


@contextmanager
def join_group(device: torch.device) -> Iterator[Group]:
    """The group of the processes that torchrun has started; this one alone without torchrun.

    Args:
        device: the kind of device that training runs on; with CUDA each process of a machine has a card of its own.

    Raises:
        InputError: the processes cannot work together.
    """
    place = this_place()
    if place.size == 1:
        yield ALONE
        return
    if device.type not in ("cpu", "cuda"):
        raise InputError(f"Several processes cannot train together on the device {device.type}; set device to cpu.")
    if device.type == "cuda":
        device = torch.device("cuda", place.local_rank % torch.cuda.device_count())
        torch.cuda.set_device(device)
    try:
        store = _meet(place)
        backend = _backend(store, place, device)
        distributed.init_process_group(backend, store=store, rank=place.rank, world_size=place.size, timeout=_PATIENCE)
        group = ProcessGroup(place, device)
    except (RuntimeError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(
            f"The {place.size} processes that torchrun started cannot reach each other ({reason}); check the address "
            "given as --rdzv-endpoint and the firewalls between the machines."
        ) from error
    yield group
    distributed.destroy_process_group()


def _backend(store: Any, place: Place, device: torch.device) -> str:
    """How tensors are added up: by NCCL if each process has a card of its own, which all of them have to agree on."""
    if device.type != "cuda":
        return "gloo"
    card = _NO_NCCL
    if distributed.is_nccl_available():
        card = str(getattr(torch.cuda.get_device_properties(device), "uuid", f"{platform.node()} {device.index}"))
    store.set(f"card/{place.rank}", card)
    cards = {bytes(store.get(f"card/{rank}")) for rank in range(place.size)}
    return "nccl" if len(cards) == place.size and _NO_NCCL.encode() not in cards else "gloo"


def _meet(place: Place) -> Any:
    """A store that only the processes of this start know.

    torchrun keeps one store over all its restarts, with the addresses of processes that have ended (see
    https://github.com/pytorch/pytorch/issues/135712). So each process leaves a word of its own there, and the first
    one answers it with the name of the place to meet, until all have come.
    """
    from torch.distributed.rendezvous import rendezvous  # missing where PyTorch was built without it

    store, _, _ = next(rendezvous("env://", place.rank, place.size))
    name = uuid.uuid4().hex
    if place.is_first:
        others = range(1, place.size)
        while not store.check([f"{name}/{rank}" for rank in others]):
            for rank in others:
                if store.check([f"word/{rank}"]):
                    store.set(f"answer/{store.get(f'word/{rank}').decode()}", name)
            time.sleep(_PAUSE)
    else:
        store.set(f"word/{place.rank}", name)
        name = store.get(f"answer/{name}").decode()
        store.set(f"{name}/{place.rank}", "")
    return distributed.PrefixStore(f"{name}/", store)  # type: ignore[attr-defined]


@contextmanager
def _in_touch() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        raise OtherProcessError(
            "Another process of the training has ended, so this one cannot go on; the same command goes on from the "
            "last checkpoint, and torchrun does so by itself when --max-restarts is set."
        ) from error
