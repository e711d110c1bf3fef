"""Encoders of timm (PyTorch Image Models) with their weights from photographs.

timm is needed to train with them and to build such a network again, never to run an exported model.
"""

from __future__ import annotations

import importlib
import logging
import re
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from ..errors import InputError, MissingPackagesError
from .weights_file import load_weights

DEFAULT_BACKBONE = "mobilenetv2_100"
_WEIGHTS = "model.safetensors"
_UNBOUND = re.compile(r"operator torchvision::(\w+) does not exist")
_stand_ins: List[Any] = []


def encoder(backbone: str, bands: int, depth: int, weights: Optional[Mapping[str, Tensor]] = None) -> nn.Module:
    """An encoder that gives its feature maps as a list, the finest first.

    Args:
        backbone: timm's name of it, with or without the tag of its weights.
        bands: channels of its input; weights of the first layer are summed or repeated to fit.
        depth: how often the size is halved at most.
        weights: those of its classifier as timm names them; None leaves them as they are initialised, always alike.

    Raises:
        InputError: timm has no such network, or none that halves the size step by step, for any size.
        MissingPackagesError: timm is not installed.
    """
    check_backbone(backbone)
    network = _create(backbone, bands, {}, weights)
    info: Any = network.feature_info
    steps: List[int] = info.reduction()
    kept = tuple(i for i, step in enumerate(steps) if step <= 2**depth)
    if kept and len(kept) < len(steps):
        network = _create(backbone, bands, {"out_indices": kept}, weights)
        _drop_what_comes_after(network)
    _check_pyramid(network, backbone, bands, depth)
    return network


def check_backbone(backbone: str) -> None:
    """See that timm is there and has this network.

    Raises:
        InputError: it has not; names that would load something from elsewhere are refused too.
        MissingPackagesError: timm is not installed.
    """
    timm = _timm()
    if not timm.is_model(backbone):
        alike = ", ".join(timm.list_models(f"{backbone.split('_')[0][:8]}*")[:4]) or DEFAULT_BACKBONE
        raise InputError(f"BACKBONE {backbone!r} is no network of timm {timm.__version__}; choose for example {alike}.")


def pretrained_encoder(
    backbone: str, bands: int, depth: int, file: Optional[Path] = None, download: bool = True
) -> Tuple[nn.Module, str]:
    """An encoder with trained weights, and in words where they come from.

    Args:
        file: its weights (``.safetensors``, or a ``.pth`` state dict); None takes those that timm publishes, from the
            cache of Hugging Face when they are there.
        download: whether they may be fetched.

    Raises:
        InputError: there are no weights, or they are of another network; the message says what else to do.
        MissingPackagesError: timm is not installed.
    """
    return _pretrained(lambda weights: encoder(backbone, bands, depth, weights), backbone, bands, file, download)


def classifier(backbone: str, bands: int, weights: Optional[Mapping[str, Tensor]] = None) -> nn.Module:
    """The whole network with its classes, whose logits tell what an image shows.

    Args:
        backbone, bands, weights: see :func:`encoder`.

    Raises:
        InputError: timm has no such network.
        MissingPackagesError: timm is not installed.
    """
    check_backbone(backbone)
    return _create(backbone, bands, {"features_only": False}, weights)


def pretrained_classifier(
    backbone: str, bands: int, file: Optional[Path] = None, download: bool = True
) -> Tuple[nn.Module, str]:
    """A classifier with trained weights, and in words where they come from; see :func:`pretrained_encoder`."""
    return _pretrained(lambda weights: classifier(backbone, bands, weights), backbone, bands, file, download)


def input_side(backbone: str) -> int:
    """Height and width in px of the images that a network of timm has learned from."""
    return int(_timm().get_pretrained_cfg(backbone).input_size[-1])


def normalization(backbone: str, bands: int) -> List[Tuple[float, float]]:
    """Mean and standard deviation of each band, of values from 0 to 1, in what a network of timm has learned from.

    Red, green and blue by turns, as timm hands out the weights of its first layer; a single band, whose weights are
    added up, gets the mean of the three.
    """
    config = _timm().get_pretrained_cfg(backbone)
    pairs = [(float(mean), float(std)) for mean, std in zip(config.mean, config.std)]
    if bands == 1:
        means, stds = zip(*pairs)
        return [(sum(means) / len(pairs), sum(stds) / len(pairs))]
    return [pairs[i % len(pairs)] for i in range(bands)]


def _pretrained(
    create: Callable[[Optional[Mapping[str, Tensor]]], nn.Module],
    backbone: str,
    bands: int,
    file: Optional[Path],
    download: bool,
) -> Tuple[nn.Module, str]:
    check_backbone(backbone)
    path = _published(backbone, download) if file is None else file
    source = f"{path}" if file is not None else f"timm's weights {_repository(backbone)}"
    state = _read(path)
    plain = create(None)
    names = list(_create(backbone, bands, {"features_only": False}, None).state_dict())
    try:
        network = create(_renamed(state, names))
    except (RuntimeError, LookupError, AssertionError) as error:
        raise _misfit(source, backbone, str(error).splitlines()[0]) from error
    for (name, trained), untrained in zip(network.state_dict().items(), plain.state_dict().values()):
        if trained.ndim > 1 and torch.equal(trained, untrained):
            raise _misfit(source, backbone, f"{name} is missing")
    return network, source


def _misfit(source: str, backbone: str, reason: str) -> InputError:
    return InputError(
        f"{source} holds no weights of {backbone} ({reason}); choose a file of them, another BACKBONE or switch "
        "PRETRAINED off."
    )


def _renamed(state: Dict[str, Tensor], names: List[str]) -> Dict[str, Tensor]:
    """Tensors that bear none of timm's names but are as many take them over in their order."""
    if len(state) != len(names) or not set(names).isdisjoint(state):
        return dict(state)
    return dict(zip(names, state.values()))


def _create(backbone: str, bands: int, options: Dict[str, Any], weights: Optional[Mapping[str, Tensor]]) -> nn.Module:
    """timm draws first weights from the global generator of chance, which is left as it was."""
    overlay = None if weights is None else {"state_dict": dict(weights)}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        try:
            network: nn.Module = _timm().create_model(
                backbone,
                pretrained=weights is not None,
                pretrained_cfg_overlay=overlay,
                in_chans=bands,
                **{"features_only": True, **options},
            )
        except (TypeError, AttributeError, AssertionError, RuntimeError, ValueError) as error:
            if weights is not None:
                raise
            raise _unusable(backbone, str(error)) from error
    return network


def _drop_what_comes_after(network: nn.Module) -> None:
    """Take out the stages behind the last feature map, which some families of timm keep and compute all the same."""
    info: Any = network.feature_info
    stages = [int(level["stage"]) for level in info.get_dicts() if "stage" in level]
    if stages and isinstance(network.blocks, nn.Sequential):
        network.blocks = network.blocks[: max(stages)]


@torch.no_grad()
def _check_pyramid(network: nn.Module, backbone: str, bands: int, depth: int) -> None:
    """See on a small image that the feature maps have the sizes that the decoder counts on."""
    info: Any = network.feature_info
    side = 2 ** (depth + 1)
    try:
        found = [tuple(level.shape) for level in network.eval()(torch.zeros(1, bands, side, side))]
    except (RuntimeError, AssertionError, ValueError) as error:
        raise _unusable(backbone, str(error)) from error
    finally:
        network.train()
    steps = info.reduction()
    expected = [(1, width, side // step, side // step) for width, step in zip(info.channels(), steps)]
    if found != expected or sorted(set(steps)) != list(steps) or not set(steps) <= {2**i for i in range(1, depth + 1)}:
        raise _unusable(backbone, f"its feature maps are {found} for {side} px")


def _unusable(backbone: str, reason: str) -> InputError:
    return InputError(
        f"BACKBONE {backbone} cannot be an encoder here ({(reason.splitlines() or ['no feature maps'])[0]}); choose a "
        f"convolutional network, for example {DEFAULT_BACKBONE} or resnet34."
    )


def _read(path: Path) -> Dict[str, Tensor]:
    if path.suffix.lower() != ".safetensors":
        return load_weights(path)
    try:
        return load_file(str(path))
    except (SafetensorError, OSError) as error:
        raise InputError(f"The encoder's weights {path} cannot be read ({error}); choose another file.") from error


def _repository(backbone: str) -> str:
    return str(_timm().get_pretrained_cfg(backbone).hf_hub_id or "")


def _published(backbone: str, download: bool) -> Path:
    """The file of timm's weights in the cache of Hugging Face, where it is fetched to if need be."""
    repository = _repository(backbone)
    ways_out = "give a file of its weights (ENCODER_WEIGHTS), choose another BACKBONE or switch PRETRAINED off"
    if not repository:
        raise InputError(f"timm has no weights for BACKBONE {backbone}; {ways_out}.")
    hub = importlib.import_module("huggingface_hub")
    cached = hub.try_to_load_from_cache(repository, _WEIGHTS)
    if isinstance(cached, str):
        return Path(cached)
    if not download:
        raise InputError(f"The weights {repository} are not in the cache of Hugging Face on this machine; {ways_out}.")
    try:
        return Path(hub.hf_hub_download(repository, _WEIGHTS))
    except Exception as error:  # of several HTTP libraries, by version
        raise InputError(
            f"The weights {repository} could not be downloaded ({type(error).__name__}); connect to the internet, or "
            f"{ways_out}."
        ) from error


def _timm() -> Any:
    try:
        bind_torchvision()
        timm = importlib.import_module("timm")
    except ImportError as error:
        raise MissingPackagesError(
            f"The pretrained encoders need the Python package timm, which is missing ({error}); install it beside "
            "PyTorch or choose the model type Pix2Pix."
        ) from error
    logging.getLogger("timm").setLevel(logging.ERROR)
    return timm


def bind_torchvision() -> None:
    """Make torchvision, which timm imports and of which it calls nothing compiled, importable.

    pip puts a torchvision for CUDA beside a PyTorch without it, and importing that fails for want of operators; they
    are declared, so that everything else of it can be used.

    Raises:
        ImportError: there is none.
    """
    while True:
        try:
            importlib.import_module("torchvision")
            return
        except RuntimeError as error:
            unbound = _UNBOUND.search(str(error))
            if unbound is None or len(_stand_ins) > 99:
                raise
            library: Any = torch.library.Library("torchvision", "FRAGMENT")  # type: ignore[no-untyped-call]
            library.define(f"{unbound.group(1)}() -> ()")
            _stand_ins.append(library)
