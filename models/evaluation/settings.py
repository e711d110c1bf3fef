"""What Evaluate Model is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Tuple

from ..errors import InputError
from ..inference.settings import ClassifySettings
from ..package.starter import model_path

SPLITS = ("automatic", "test", "validation", "train", "all")
LEAST_BLOCK, MOST_BLOCK = 16, 1024
_WAYS = "give MODEL with CHIPS, MODEL with INPUT and TRUTH, or RESULT with TRUTH"
_FOR_RASTERS = ("input_bands", "result_bands", "truth_bands", "extent", "mask")


@dataclass(frozen=True)
class EvaluateSettings:
    """What to judge against what: a model on chips, a model on a pair of rasters, or a finished raster.

    Attributes:
        output: the report, an HTML page.
        table: CSV file with the figures of every block; none without.
        model: a ``.dlpk``, the ``.emd`` of an unpacked one, or an ``.onnx``; ``starter`` for the model that comes with
            the plugin.
        chips: folders of chips on which the model is judged, each chip a block.
        split: which chips: ``automatic`` for those of the split test, or of validation where there are none; ``test``,
            ``validation``, ``train`` or ``all``.
        input: the raster that the model is given; beside a ``result``, the raster that it was made from, by which input
            copied and fitted curve can be measured too.
        input_bands: numbers or names of the bands as in classify; beside a ``result``, numbers.
        result: a finished raster that is judged.
        result_bands: numbers of its bands, empty for all, or for as many as the truth has.
        truth: the raster of what is right; it is brought onto the grid of the result.
        truth_bands: numbers of its bands, empty for all, or for as many as the result has.
        extent: xmin, ymin, xmax, ymax in the CRS of input or result; only this part is judged. Empty for all.
        mask: polygon layer outside of which nothing counts; empty for none.
        mask_layer: name of the layer in ``mask``, empty for the first one.
        block_size: side of the blocks of a raster in pixels, 16 to 1024; 0 for automatic: 256, or less where the raster
            would have fewer than about 16 blocks.
        data_range: the span of values that PSNR and SSIM refer to; 0 for automatic: 255 for 8-bit values, else the
            range that the model writes, or without a model that of the truth but for its extreme thousandths.
        match_tone, match_cell_size: as in classify, for a model on rasters.
        test_time_augmentation, tile_size, overlap, blending, batch_size: as in classify.
        device, threads, engine, precision: as in classify.
    """

    output: Path
    table: Optional[Path] = None
    model: Optional[Path] = None
    chips: Tuple[Path, ...] = ()
    split: str = "automatic"
    input: str = ""
    input_bands: Tuple[str, ...] = ()
    result: str = ""
    result_bands: Tuple[int, ...] = ()
    truth: str = ""
    truth_bands: Tuple[int, ...] = ()
    extent: Tuple[float, ...] = ()
    mask: str = ""
    mask_layer: str = ""
    block_size: int = 0
    data_range: float = 0.0
    match_tone: str = "none"
    match_cell_size: bool = False
    test_time_augmentation: bool = False
    tile_size: int = 0
    overlap: int = -1
    blending: str = "linear"
    batch_size: int = 0
    device: str = "automatic"
    threads: int = 0
    engine: str = "automatic"
    precision: str = "automatic"

    def __post_init__(self) -> None:
        object.__setattr__(self, "model", None if self.model is None else model_path(self.model))
        if self.split not in SPLITS:
            raise InputError(f"SPLIT {self.split!r} must be one of {', '.join(SPLITS)}.")
        if self.block_size and not LEAST_BLOCK <= self.block_size <= MOST_BLOCK:
            raise InputError(
                f"BLOCK_SIZE is {self.block_size}; choose {LEAST_BLOCK} to {MOST_BLOCK} pixels, or 0 for automatic."
            )
        if self.data_range < 0:
            raise InputError(f"DATA_RANGE {self.data_range} must not be negative (0 means automatic).")
        if self.output.suffix.lower() not in (".html", ".htm"):
            raise InputError(f"OUTPUT {self.output} must be an HTML page; give it a name that ends in .html.")
        if self.table is not None and self.table.suffix.lower() != ".csv":
            raise InputError(f"TABLE {self.table} must be a CSV file; give it a name that ends in .csv.")
        self._check_way()
        self.classify()

    def _check_way(self) -> None:
        if self.chips:
            if self.model is None:
                raise InputError("CHIPS needs MODEL: the model that is judged on them.")
            given = [name for name in ("input", "result", "truth") if getattr(self, name)]
            if given:
                raise InputError(f"CHIPS and {given[0].upper()} are both given; {_WAYS}.")
            given = [name for name in _FOR_RASTERS if getattr(self, name)]
            if self.match_tone != "none":
                given.append("match_tone")
            if self.match_cell_size:
                given.append("match_cell_size")
            if given:
                raise InputError(f"{given[0].upper()} is for rasters; leave it out where a model is judged on CHIPS.")
        elif self.model is not None and self.result:
            raise InputError(f"MODEL and RESULT are both given; {_WAYS}.")
        elif self.model is None and not self.result:
            raise InputError(f"There is nothing to judge; {_WAYS}.")
        elif not self.truth:
            raise InputError("TRUTH is empty; choose the raster of what is right, or, with MODEL, a folder of CHIPS.")
        elif self.model is not None and not self.input:
            raise InputError("INPUT is empty; choose the raster that the model is given.")
        elif self.model is not None and self.result_bands:
            raise InputError("RESULT_BANDS is for a RESULT; leave it out where a model is judged.")

    def classify(self, output: Path = Path("result.tif")) -> ClassifySettings:
        """The settings by which the model runs; ``output`` is its raster.

        Raises:
            InputError: one of them cannot be used.
        """
        return ClassifySettings(
            input=self.input or "chips",
            model=self.model or Path(),
            output=output,
            input_bands=self.input_bands,
            extent=self.extent,
            mask=self.mask,
            mask_layer=self.mask_layer,
            tile_size=self.tile_size,
            overlap=self.overlap,
            blending=self.blending,
            batch_size=self.batch_size,
            device=self.device,
            threads=self.threads,
            engine=self.engine,
            precision=self.precision,
            test_time_augmentation=self.test_time_augmentation,
            match_tone=self.match_tone,
            match_cell_size=self.match_cell_size,
            resume=False,
            overviews=False,
        )
