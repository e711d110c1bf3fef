"""The way to a Dask scheduler, and whether everybody there runs the same software."""

from __future__ import annotations

import pkgutil
import re
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import Any, Dict, Iterator, Optional

from ..errors import ImageTranslationError, InputError, MissingPackagesError

CONNECT_SECONDS = 5
_PACKAGE = __name__.split(".")[0]
_METADATA = "metadata.txt"


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Yield a ``distributed.Client`` of the scheduler at ``address``, which has at least one worker.

    Raises:
        InputError: there is no scheduler, or it has no workers, or their software differs from this machine's.
        ImageTranslationError: the connection was lost while it was in use.
        MissingPackagesError: distributed is not installed here.
    """
    dask = import_distributed()
    try:
        client = dask.Client(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError, dask.TimeoutError) as error:
        raise InputError(
            f"No Dask scheduler answers at SCHEDULER {address}; start one there with `dask scheduler`, or leave "
            "SCHEDULER empty to use this machine alone."
        ) from error
    with client:
        try:
            _wait_for_a_worker(client, address)
            _check_versions(client)
            yield client
        except (OSError, CancelledError) as error:
            raise ImageTranslationError(
                f"The connection to the Dask scheduler at {address} was lost; see whether it still runs, and start "
                "this job again."
            ) from error


def import_distributed() -> Any:
    """The module ``distributed``, which only work on a cluster needs."""
    try:
        import distributed
    except ImportError as error:
        raise MissingPackagesError(
            "SCHEDULER needs the Python package distributed, which this Python does not have; install it with "
            "`pip install distributed`, or leave SCHEDULER empty."
        ) from error
    return distributed


def _wait_for_a_worker(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except import_distributed().TimeoutError as error:
        raise InputError(
            f"The Dask scheduler at {address} has no workers; start some with `dask worker {address}`."
        ) from error


def _check_versions(client: Any) -> None:
    """Dask and this package must be the same everywhere; a worker dies of a task that it cannot import."""
    found = client.get_versions()
    everywhere: Dict[str, Any] = {f"worker {name}": versions for name, versions in found["workers"].items()}
    copies = client.run(pkgutil.get_data, _PACKAGE, _METADATA, on_error="return")
    copies = {f"worker {name}": copy for name, copy in copies.items()}
    copies["scheduler"] = client.run_on_scheduler(pkgutil.get_data, _PACKAGE, _METADATA)
    everywhere["scheduler"] = found["scheduler"]
    mine = found["client"]["packages"]["distributed"], _version(pkgutil.get_data(_PACKAGE, _METADATA))
    for who in sorted(set(everywhere) & set(copies)):
        theirs = everywhere[who]["packages"]["distributed"], _version(copies[who])
        for name, wanted, other in zip(("distributed", _PACKAGE), mine, theirs):
            if not other:
                raise InputError(f"The Dask {who} lacks the Python package {name}; install {name} {wanted} there.")
            if other != wanted:
                raise InputError(
                    f"The Dask {who} has {name} {other} and this machine has {wanted}; install the same version on "
                    "both."
                )


def _version(metadata: object) -> Optional[str]:
    """The version that a copy of this package names in its metadata; None where there is no copy."""
    found = re.search(rb"^version=(\S+)", metadata, re.MULTILINE) if isinstance(metadata, bytes) else None
    return found.group(1).decode() if found else None
