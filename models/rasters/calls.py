"""GDAL calls that fail loudly, whatever the host application has chosen.

Inside QGIS the GDAL bindings are shared with everybody, so neither the exception switch nor the error handler may
stay changed. Bindings before 3.7 know that switch for the whole process only; there it is left alone, and return
values and the messages of this thread tell about a failure instead.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from typing import Any, Callable, Iterator, List

from osgeo import gdal, ogr, osr

Dataset = Any
"""A ``gdal.Dataset``; the bindings carry no types."""


class GdalFailure(Exception):
    """GDAL could not do it; the text is GDAL's own. Callers turn it into a sentence for the user."""


@contextmanager
def quiet(raising: bool = True) -> Iterator[List[str]]:
    """Collect this thread's GDAL errors in a list instead of printing them.

    Args:
        raising: let GDAL raise, where its bindings can be told so for this thread.
    """
    messages: List[str] = []

    # The bindings call it without arguments when a message, in which a damaged file may speak, is no UTF-8.
    def remember(level: int = gdal.CE_Failure, number: int = 0, text: str = "GDAL's message is no text") -> None:
        if level >= gdal.CE_Failure:
            messages.append(text)

    gdal.PushErrorHandler(remember)
    try:
        with ExitStack() as stack:
            for module in (gdal, ogr, osr):
                if hasattr(module, "ExceptionMgr"):
                    stack.enter_context(module.ExceptionMgr(useExceptions=raising))
            yield messages
    finally:
        gdal.PopErrorHandler()


def checked(function: Callable[..., Any], *arguments: Any, strict: bool = False, **options: Any) -> Any:
    """Call a GDAL function and return what it returns.

    Args:
        strict: also an error message alone is a failure (for functions that return nothing either way).

    Raises:
        GdalFailure: it raised, or returned None or an error code.
    """
    with quiet() as messages:
        try:
            result = function(*arguments, **options)
        except RuntimeError as error:
            raise GdalFailure(str(error)) from error
        except SystemError as error:
            raise GdalFailure(messages[0] if messages else str(error)) from error
    failed = result is None or (isinstance(result, int) and result != gdal.CE_None)
    if messages and (strict or failed):
        raise GdalFailure(messages[0])
    if failed and not strict:
        raise GdalFailure(gdal.GetLastErrorMsg() or f"{getattr(function, '__name__', 'GDAL')} failed")
    return result


def close(dataset: Dataset) -> None:
    """Write what is still in memory, and raise when the disk does not take it.

    The caller drops its own reference after this call.

    Raises:
        GdalFailure: the file could not be completed (disk full, for one).
    """
    checked(dataset.FlushCache, strict=True)
    messages = drop(dataset)
    if messages:
        raise GdalFailure(messages[0])


def drop(dataset: Dataset) -> List[str]:
    """Close a dataset where the bindings can (before GDAL 3.8 its last reference does); returns what went wrong.

    Without exceptions: a call of ``Close`` that raises has freed the dataset, and the bindings free it once more.
    """
    with quiet(raising=False) as messages:
        if hasattr(dataset, "Close"):
            dataset.Close()
    return messages


@contextmanager
def option(key: str, value: str) -> Iterator[None]:
    """Give one of GDAL's configuration options a value in this thread for a while."""
    local = hasattr(gdal, "SetThreadLocalConfigOption")
    read, write = (
        (gdal.GetThreadLocalConfigOption, gdal.SetThreadLocalConfigOption)
        if local
        else (gdal.GetConfigOption, gdal.SetConfigOption)
    )
    before = read(key)
    write(key, value)
    try:
        yield
    finally:
        write(key, before)


_caching = threading.Lock()
_before: List[int] = []  # the limit that GDAL had, once for each job that keeps another one


@contextmanager
def small_block_cache(limit: int = 64 << 20) -> Iterator[None]:
    """Keep GDAL's cache of raster blocks below ``limit`` bytes for a while.

    Its default is a share of the machine's memory, which a job that reads each pixel about once fills for nothing. It
    is one for the whole process: of several jobs at once, the last one to end gives it back.
    """
    with _caching:
        _before.append(_before[0] if _before else gdal.GetCacheMax())
        gdal.SetCacheMax(min(limit, gdal.GetCacheMax()))
    try:
        yield
    finally:
        with _caching:
            before = _before.pop()
            if not _before:
                gdal.SetCacheMax(before)
