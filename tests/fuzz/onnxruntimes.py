"""What each onnxruntime that this project pins makes of hostile models: ``python -m ...tests.fuzz.onnxruntimes``.

The runtimes are unpacked into a folder for caches (some seconds each, once) and run in processes of their own. The
corpus holds models that read a file beside them or run an operator of com.microsoft, plainly or by each trick that
some reader of protocol buffers has let through, and models that do neither.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, List

from image_translation.models.errors import PackageError
from image_translation.models.package.onnx_safety import check_onnx
from image_translation.models.package.wire import message
from image_translation.tests.fuzz.onnx_mutate import EXTERNAL, FOREIGN, LOCATION

ROOT = Path(__file__).resolve().parents[2]
SECRET = 1234.5
"""What the file beside the models holds; the output of a model that has read it."""
_GELU = 3.0
"""What GELU makes of 3, roughly, which shows that an operator of com.microsoft has run."""
_FLOATS = b"\x10\x01"  # TensorProto.data_type
_GRAPH_NAME = message(2, b"g")
_WIDE = b"\x80\x80\x80\x10"  # makes a number longer by 2**32, where it stands behind seven bits with the eighth set

_DRIVER = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import numpy, onnxruntime
options = onnxruntime.SessionOptions()
options.log_severity_level = 4
found = {"version": onnxruntime.__version__}
for path in sorted(Path(sys.argv[2]).glob("*.onnx")):
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        found[path.stem] = float(session.run(None, {"x": numpy.full((1, 1), 3, numpy.float32)})[0].ravel()[0])
    except Exception as error:
        found[path.stem] = str(error)[:100]
print(json.dumps(found))
"""


def pinned_versions() -> List[str]:
    """Every version of onnxruntime in the requirements, newest first."""
    text = (ROOT / "resources" / "requirements" / "requirements-inference.txt").read_text(encoding="utf-8")
    return list(dict.fromkeys(re.findall(r"^onnxruntime==([\d.]+)", text, re.MULTILINE)))


def unpacked(version: str) -> Path:
    """The folder that holds that onnxruntime for the Python that runs; made when it is not there yet.

    Raises:
        subprocess.CalledProcessError: pip cannot get it.
    """
    user = os.getuid() if hasattr(os, "getuid") else ""
    cache = Path(tempfile.gettempdir()) / f"image_translation_onnxruntimes_{user}"
    folder = cache / f"{version}-{sys.implementation.cache_tag}"
    if not folder.is_dir():
        cache.mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as fresh:
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]
            subprocess.run(
                [*pip, "--target", f"{fresh}/onnxruntime", f"onnxruntime=={version}"],
                check=True,
                capture_output=True,
                text=True,
            )
            os.replace(f"{fresh}/onnxruntime", folder)
    return folder


def outcomes(version: str, models: Path) -> Dict[str, object]:
    """By model, the number that the runtime gives for 3, or the beginning of its error; also its ``version``."""
    environment = {**os.environ, "ORT_DISABLE_TELEMETRY": "1"}
    command = [sys.executable, "-c", _DRIVER, str(unpacked(version)), str(models)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, timeout=120)
    found: Dict[str, object] = json.loads(done.stdout)
    return found


def reaches_beyond(outcome: object) -> bool:
    """Whether a model with that outcome has read the file, or run an operator that is not ONNX's."""
    return isinstance(outcome, float) and (abs(outcome - 3 * SECRET) < 1 or 2.9 < outcome < 2.9999)


def write_corpus(folder: Path) -> None:
    """Models ``harmless_*.onnx``, ``file_*.onnx`` and ``operator_*.onnx``, and the file beside them."""
    import numpy as np

    (folder / "secret.bin").write_bytes(np.float32(SECRET).tobytes())
    value = np.float32(2).tobytes()
    models = {
        "harmless_raw": _model(_weights(message(9, value))),
        "harmless_packed": _model(_weights(message(4, value))),
        "harmless_unpacked": _model(_weights(b"\x25" + value)),
        "harmless_metadata": _model(_weights(message(9, value))) + message(14, message(1, b"k") + message(2, b"v")),
    }
    for name, location in _LOCATIONS.items():
        models[f"file_{name}"] = _model(_weights(EXTERNAL + location))
    models["file_second_graph"] = _model(b"") + message(7, message(5, _weights(EXTERNAL + LOCATION)))
    models["file_path_in_group"] = _model(_weights(b"\x6b" + EXTERNAL[2:] + b"\x6c" + LOCATION))
    for name, domain in _DOMAINS.items():
        models[f"operator_{name}"] = _gelu(domain)
    for name, content in models.items():
        (folder / f"{name}.onnx").write_bytes(content)


_LOCATIONS = {
    "plain": LOCATION,
    "plus_2_32": b"\x70\x81" + _WIDE,
    "two_bytes": b"\x70\x81\x00",
    "ten_bytes": b"\x70\x81" + b"\x80" * 8 + b"\x00",
    "plus_2_64": b"\x70\x81" + b"\x80" * 8 + b"\x02",
    "long_tag": b"\xf0\x00\x01",
    "wide_tag": b"\xf0" + _WIDE + b"\x01",
    "twice": b"\x70\x00" + LOCATION,
    "packed": message(14, b"\x01"),
}
_DOMAINS = {
    "plain": FOREIGN,
    "long_tag": b"\xba\x00" + FOREIGN[1:],
    "wide_tag": b"\xba" + _WIDE + FOREIGN[1:],
    "twice": message(7, b"") + FOREIGN,
    "long_length": FOREIGN[:1] + bytes([FOREIGN[1] | 0x80, 0]) + FOREIGN[2:],
}


def _weights(tail: bytes) -> bytes:
    return b"\x08\x01" + _FLOATS + message(8, b"w") + tail


def _model(weights: bytes) -> bytes:
    """x times w; without w, it is to come in another way."""
    node = message(1, b"x") + message(1, b"w") + message(2, b"y") + message(4, b"Mul")
    return _whole(node, message(5, weights) if weights else b"")


def _gelu(domain: bytes) -> bytes:
    opset = b"\xc2" + _WIDE + message(8, message(1, b"com.microsoft") + b"\x10\x01")[1:]
    return _whole(message(1, b"x") + message(2, b"y") + message(4, b"Gelu") + domain, b"") + opset


def _whole(node: bytes, more: bytes) -> bytes:
    axis = message(1, b"\x08\x01")
    kind = message(2, message(1, b"\x08\x01" + message(2, axis + axis)))
    ports = message(11, message(1, b"x") + kind) + message(12, message(1, b"y") + kind)
    graph = message(1, node) + _GRAPH_NAME + more + ports
    return b"\x08\x08" + message(7, graph) + message(8, b"\x10\x11")


def main() -> int:
    """Print a table of what each runtime does, and whether our reader refuses the model."""
    versions = pinned_versions()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder)
        found = {version: outcomes(version, folder) for version in versions}
        print(f"{'':24}{'reader':10}" + "".join(f"{version:>14}" for version in versions))
        wrong = 0
        for path in sorted(folder.glob("*.onnx")):
            try:
                check_onnx(path)
                read = "passes"
            except PackageError:
                read = "refuses"
            told = [found[version][path.stem] for version in versions]
            words = ["reaches out" if reaches_beyond(one) else f"{one:g}" if isinstance(one, float) else "refuses"
                     for one in told]
            wrong += (read == "passes") != path.stem.startswith("harmless")
            print(f"{path.stem:24}{read:10}" + "".join(f"{word:>14}" for word in words))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
