"""The parameters that say how a model is run: in which tiles, on what, and how exactly."""

from qgis.PyQt.QtCore import QCoreApplication

from .interface import Algorithm

translate = QCoreApplication.translate
BLENDINGS = ("linear", "hann")
DEVICES = ("automatic", "cpu", "gpu")
ENGINES = ("automatic", "onnxruntime", "openvino", "torch")
PRECISIONS = ("automatic", "float32", "bfloat16")


class EngineParameters(Algorithm):
    """Declares and reads them."""

    TILE_SIZE = "TILE_SIZE"
    OVERLAP = "OVERLAP"
    BLENDING = "BLENDING"
    BATCH_SIZE = "BATCH_SIZE"
    DEVICE = "DEVICE"
    THREADS = "THREADS"
    ENGINE = "ENGINE"
    PRECISION = "PRECISION"

    def add_engine(self):
        """Declare them, all advanced."""
        self._add_tiles()
        self.add_choice(
            self.DEVICE,
            translate("ImageTranslation", "Device"),
            translate(
                "ImageTranslation",
                "automatic uses the graphics card when the installed onnxruntime can, else the processor; the log "
                "names the one in use.",
            ),
            DEVICES,
            advanced=True,
        )
        self.add_number(
            self.THREADS,
            translate("ImageTranslation", "Processor threads (0: all)"),
            translate("ImageTranslation", "Fewer threads leave room for other work."),
            0,
            0,
            1024,
            advanced=True,
        )
        self.add_choice(
            self.ENGINE,
            translate("ImageTranslation", "Engine"),
            translate(
                "ImageTranslation",
                "automatic: onnxruntime, and for large rasters PyTorch or OpenVINO where they are installed and the "
                "processor has bfloat16, which makes them faster. The log names the one in use.",
            ),
            ENGINES,
            advanced=True,
        )
        self.add_choice(
            self.PRECISION,
            translate("ImageTranslation", "Precision"),
            translate(
                "ImageTranslation",
                "float32 is exact and always runs. bfloat16 has half the bits: faster on processors made for it, and "
                "off by a fraction of a grey level on average. automatic leaves it to the engine.",
            ),
            PRECISIONS,
            advanced=True,
        )

    def _add_tiles(self):
        self.add_number(
            self.TILE_SIZE,
            translate("ImageTranslation", "Tile size (pixels, 0: automatic)"),
            translate(
                "ImageTranslation",
                "automatic takes the size that covers the raster with the least work. Larger tiles give the model "
                "more context and need more memory.",
            ),
            0,
            0,
            8192,
            advanced=True,
        )
        self.add_number(
            self.OVERLAP,
            translate("ImageTranslation", "Overlap (pixels, -1: automatic)"),
            translate("ImageTranslation", "Neighbouring tiles are blended over this many pixels, so no seam shows."),
            -1,
            -1,
            4096,
            advanced=True,
        )
        self.add_choice(
            self.BLENDING,
            translate("ImageTranslation", "Blending"),
            translate(
                "ImageTranslation",
                "How one tile passes into the next within the overlap: linear is straight, hann begins and ends "
                "gently, which suits models whose tiles differ much.",
            ),
            BLENDINGS,
            advanced=True,
        )
        self.add_number(
            self.BATCH_SIZE,
            translate("ImageTranslation", "Tiles a batch (0: automatic)"),
            translate("ImageTranslation", "How many tiles the model works on at once."),
            0,
            0,
            1024,
            advanced=True,
        )

    def engine(self, parameters, context):
        """The engine's settings for them."""
        return {
            "tile_size": self.parameterAsInt(parameters, self.TILE_SIZE, context),
            "overlap": self.parameterAsInt(parameters, self.OVERLAP, context),
            "blending": self.parameterAsEnumString(parameters, self.BLENDING, context),
            "batch_size": self.parameterAsInt(parameters, self.BATCH_SIZE, context),
            "device": self.parameterAsEnumString(parameters, self.DEVICE, context),
            "threads": self.parameterAsInt(parameters, self.THREADS, context),
            "engine": self.parameterAsEnumString(parameters, self.ENGINE, context),
            "precision": self.parameterAsEnumString(parameters, self.PRECISION, context),
        }
