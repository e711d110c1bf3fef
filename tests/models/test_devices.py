"""What the words of PyTorch, cuDNN and onnxruntime mean."""

from __future__ import annotations

import pytest

from image_translation.models.devices import first_line, is_lost, is_out_of_memory
from image_translation.models.errors import InputError

MEMORY = [
    "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB",
    "CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported at some other API call",
    "HIP out of memory. Tried to allocate 512.00 MiB",
    "MPS backend out of memory (MPS allocated: 17.95 GB, other allocations: 1.20 GB, max allowed: 18.13 GB).",
    "Invalid buffer size: 36.00 GiB",
    "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
    "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED",
    "cuDNN error: CUDNN_STATUS_NOT_SUPPORTED. This error may appear if you passed in a non-contiguous input.",
    "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
    "CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`",
    "GET was unable to find an engine to execute this computation",
    "FIND was unable to find an engine to execute this computation",
    "Unable to find a valid cuDNN algorithm to run convolution",
    "miopenStatusAllocFailed",
    "[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 9",
    "DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes.",
    "std::bad_alloc",
    "[ONNXRuntimeError] : 6 : RUNTIME_EXCEPTION : Failed to allocate memory for requested buffer of size 9",
    "bad allocation",
]
LOSS = [
    "CUDA error: all CUDA-capable devices are busy or unavailable",
    "CUDA error: no kernel image is available for execution on the device",
    "CUDA error: the launch timed out and was terminated",
    "CUDA error: uncorrectable ECC error encountered",
    "CUDA error: unknown error",
    "HIP error: invalid device function",
    "The operator 'aten::x' is not currently implemented for the MPS device.",
]
DEFECTS = [
    "CUDA error: device-side assert triggered",
    "CUDA error: an illegal memory access was encountered",
    "Given groups=1, weight of size [8, 1, 4, 4], expected input[1, 3, 8, 8] to have 1 channels",
    "cuDNN error: CUDNN_STATUS_BAD_PARAM",
    "CUDA error: operation not permitted when stream is capturing",
]


@pytest.mark.parametrize("text", MEMORY)
def test_lack_of_memory(text: str) -> None:
    assert is_out_of_memory(RuntimeError(text))
    assert not is_lost(RuntimeError(text))


@pytest.mark.parametrize("text", LOSS)
def test_loss_of_a_device(text: str) -> None:
    assert is_lost(RuntimeError(text))
    assert not is_out_of_memory(RuntimeError(text))


@pytest.mark.parametrize("text", DEFECTS)
def test_a_defect_is_neither(text: str) -> None:
    assert not is_lost(RuntimeError(text)) and not is_out_of_memory(RuntimeError(text))


def test_types_count_too() -> None:
    assert is_out_of_memory(MemoryError())
    assert not is_out_of_memory(InputError("There is not enough memory, which has been told already."))
    assert not is_out_of_memory(KeyboardInterrupt("out of memory"))


def test_the_types_that_pytorch_raises() -> None:
    torch = pytest.importorskip("torch")
    for name in ("OutOfMemoryError", "AcceleratorError"):
        if hasattr(torch, name):
            assert issubclass(getattr(torch, name), RuntimeError)
    with pytest.raises(RuntimeError) as caught:
        torch.empty(1 << 60, dtype=torch.uint8)
    assert is_out_of_memory(caught.value)


def test_first_line() -> None:
    assert first_line(RuntimeError("\none\ntwo")) == "one"
    assert first_line(MemoryError()) == "MemoryError"
