"""Which of several processes this is, when ``torchrun`` has started them to work on one job together."""

from __future__ import annotations

import os
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
