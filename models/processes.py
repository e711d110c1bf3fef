"""Which of several processes this is, when ``torchrun`` has started them to work on one job together."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """The place of this process among the others.

    Attributes:
        rank: number among all processes, from 0.
        size: how many there are.
        local_rank, local_size: the same among those of this machine.
    """

    rank: int = 0
    size: int = 1
    local_rank: int = 0
    local_size: int = 1

    @property
    def is_first(self) -> bool:
        """Whether this process speaks for all: it writes the files and what people read."""
        return self.rank == 0


def this_place() -> Place:
    """As torchrun's environment variables tell; alone without them."""
    names = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE")
    values = [os.environ.get(name, "") for name in names]
    return Place(*map(int, values)) if all(value.isdigit() for value in values) else Place()


def end_if_one_of_several(status: int) -> None:
    """End this process at once with its exit status, when it is one of several and has nothing left to do.

    Threads in which PyTorch's processes talk now and then abort while Python takes them down, which torchrun would
    take for a failure of a training that has ended well.
    """
    if this_place().size > 1:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
