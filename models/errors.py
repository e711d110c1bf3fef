"""Failures that a user can act on.

Each message is one sentence that names the file or the parameter and says what to do about it.
Anything else that escapes from the engine is a defect of ours; front ends turn it into one of these by
:func:`.net.outer_net`.
"""

from __future__ import annotations

from .texts import sentence


class ImageTranslationError(Exception):
    """Base of every expected failure; ``str(error)`` is shown to the user as it is, so it is made fit for that."""

    def __init__(self, message: str = "") -> None:
        super().__init__(sentence(message))


class InputError(ImageTranslationError):
    """A raster, a folder or a parameter cannot be used."""


class PackageError(ImageTranslationError):
    """A model package or model definition is damaged, unsafe or of an unknown version."""


class MissingPackagesError(ImageTranslationError):
    """The Python that runs the engine lacks a package."""


class OutOfMemoryError(ImageTranslationError):
    """The memory of the computer or of the graphics card does not suffice."""


class UnexpectedError(ImageTranslationError):
    """What nobody foresaw: a damaged file of a new kind, or a defect of ours.

    Attributes:
        trace: the traceback, which the log keeps.
    """

    def __init__(self, message: str, trace: str = "") -> None:
        super().__init__(message)
        self.trace = trace


class DamagedPackageError(PackageError, UnexpectedError):
    """A model package is damaged in a way that nobody foresaw."""


class Cancelled(ImageTranslationError):
    """The user stopped the job; nothing half-written is left."""

    def __init__(self, message: str = "Cancelled.") -> None:
        super().__init__(message)
