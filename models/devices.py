"""What an error of a device means: that memory does not suffice, that the device is lost, or anything else, a defect.

PyTorch, onnxruntime and GDAL tell these apart by their words only. Those below are of PyTorch 2.2 to 2.13 with CUDA,
ROCm, MPS and the processor, of cuDNN 8 and 9, of onnxruntime, NumPy and GDAL.
"""

from __future__ import annotations

import errno
from typing import Tuple

from .errors import ImageTranslationError

_MEMORY_SIGNS: Tuple[str, ...] = (
    "out of memory",
    "not enough memory",
    "can't allocate memory",
    "cannot allocate memory",
    "failed to allocate",
    "unable to allocate",
    "bad allocation",
    "bad_alloc",
    "alloc_failed",
    "allocation_failed",
    "statusallocfailed",
    "invalid buffer size",
    # cuDNN and cuBLAS say no more than this when there is no room for their workspace.
    "cudnn_status_not_supported",
    "unable to find an engine",
    "unable to find a valid cudnn algorithm",
    "cublas_status_not_initialized when calling `cublascreate",
)
_LOSS_SIGNS: Tuple[str, ...] = (
    "all cuda-capable devices are busy or unavailable",
    "no cuda-capable device",
    "no cuda gpus are available",
    "no hip gpus are available",
    "driver version is insufficient",
    "device kernel image is invalid",
    "no kernel image is available",
    "invalid device function",
    "the launch timed out",
    "uncorrectable ecc error",
    "uncorrectable nvlink error",
    "gpu is lost",
    "fallen off the bus",
    "cuda error: unknown error",
    "hip error: unknown error",
    "cuda driver error: unknown error",
    "cudnn_status_not_initialized",
    "cudnn_status_arch_mismatch",
    "cublas_status_arch_mismatch",
    "not currently implemented for the mps device",
)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether something failed because the device or the computer has no memory left."""
    refused = isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
    return refused or _tells(error, _MEMORY_SIGNS)


def is_lost(error: BaseException) -> bool:
    """Whether a device cannot compute any more, or never could, so that only another one can go on."""
    return _tells(error, _LOSS_SIGNS)


def first_line(error: BaseException) -> str:
    """What an error says, in one line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _tells(error: BaseException, signs: Tuple[str, ...]) -> bool:
    text = str(error).lower()
    ours = isinstance(error, ImageTranslationError)
    return isinstance(error, Exception) and not ours and any(sign in text for sign in signs)
