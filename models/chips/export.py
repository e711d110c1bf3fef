"""Export Training Chips: a pair of rasters becomes a folder of chips."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Mapping, Optional

from ..errors import Cancelled, ImageTranslationError, InputError
from ..feedback import Feedback, FeedbackSlice
from ..files import atomic_folder, only_one
from ..rasters.calls import GdalFailure, small_block_cache
from .append import carry_over, check_unchanged, joined, read_older
from .document import ChipsDocument
from .export_tiles import IMAGES_A, IMAGES_B, write_text_files
from .footprints import write_footprints
from .images import FORMATS
from .output import check_output
from .pair import RasterPair
from .selection import select_chips
from .settings import ExportSettings
from .writing import write_images

__all__ = ["ExportResult", "ExportSettings", "export_chips"]


@dataclass(frozen=True)
class ExportResult:
    """What an export has made.

    Attributes:
        folder: the chip folder.
        chips: number of chips in it, those of older exports included.
        skipped: number of chips left out by this export.
        by_split: number of chips of each split.
        skipped_by_reason: the same as ``skipped``, by "nodata", "margin" (overlaps another split), "rotation" (a
            turned chip that cannot be) and "present" (in the folder already).
    """

    folder: Path
    chips: int
    skipped: int
    by_split: Mapping[str, int]
    skipped_by_reason: Mapping[str, int]


def export_chips(settings: ExportSettings, feedback: Feedback) -> ExportResult:
    """Cut both rasters into chips and write them in the "Export Tiles" layout.

    The folder appears when it is complete; on any failure nothing is left and an older folder stays.

    Args:
        settings: what to do.
        feedback: progress, log and the question whether to stop.

    Raises:
        InputError: a raster, the output folder or a parameter cannot be used.
        Cancelled: the user stopped it.
    """
    try:
        return _export(settings, feedback)
    except Cancelled as error:
        raise Cancelled(f"Cancelled; no chips were written to {settings.output}.") from error


def _export(settings: ExportSettings, feedback: Feedback) -> ExportResult:
    check_output(settings.output, settings.overwrite, settings.target, settings.input)
    if settings.grey_from_target and settings.input:
        feedback.info(f"The input is the grey of the target; {settings.input} is not used.")
    with only_one(settings.output), small_block_cache(), _open_pair(settings, feedback) as pair:
        image_format = FORMATS[settings.image_format]
        image_format.check("INPUT", len(pair.a.band_names), pair.a.dtype)
        image_format.check("TARGET", len(pair.b.band_names), pair.b.dtype)
        older = read_older(settings, pair)
        document = select_chips(pair, settings, older, FeedbackSlice(feedback, 0.0, 0.2 if pair.has_mask else 0.0))
        skipped = document.skipped
        try:
            with atomic_folder(
                settings.output,
                precious=True,
                replace=settings.overwrite != "refuse",
                check=partial(check_unchanged, settings.output, older),
            ) as folder:
                for name in (IMAGES_A, IMAGES_B):
                    (folder / name).mkdir()
                writing = FeedbackSlice(feedback, 0.2 if pair.has_mask else 0.0, 0.98)
                if older is not None:
                    carry_over(settings.output, folder, feedback)
                document = _write_folder(folder, pair, document, older, writing)
                feedback.check()
                # Before the folder gets its name: whoever finds it there has all that was asked for.
                if settings.contact_sheet is not None:
                    _make_contact_sheet(settings, folder, FeedbackSlice(feedback, 0.98, 1.0))
        except (GdalFailure, OSError) as error:
            raise InputError(
                f"The chips cannot be written to {settings.output} ({getattr(error, 'strerror', None) or error}); "
                "check the folder and the space on its disk."
            ) from error
    feedback.progress(1.0, f"Wrote {len(document):,} chips")
    return ExportResult(
        folder=settings.output,
        chips=len(document),
        skipped=sum(skipped.values()),
        by_split=document.counts(),
        skipped_by_reason=skipped,
    )


def _open_pair(settings: ExportSettings, feedback: Feedback) -> RasterPair:
    return RasterPair(
        settings.target,
        settings.target_bands,
        "" if settings.grey_from_target else settings.input,
        settings.input_bands,
        settings.resampling,
        feedback,
        grid=settings.grid,
        cell_size=settings.cell_size,
    )


def _write_folder(
    folder: Path, pair: RasterPair, document: ChipsDocument, older: Optional[ChipsDocument], feedback: Feedback
) -> ChipsDocument:
    """Write everything, ``chips.json`` last; returns the document of all chips with the statistics in it."""
    state_a, state_b = write_images(folder, pair, document, feedback)
    if older is not None:
        document, (state_a, state_b) = joined(older, document, (state_a, state_b))
    document = replace(
        document,
        a=replace(document.a, statistics=state_a.bands(document.a.band_names, document.a.dtype.name)),
        b=replace(document.b, statistics=state_b.bands(document.b.band_names, document.b.dtype.name)),
    )
    write_footprints(folder, document, feedback)
    write_text_files(folder, document, FORMATS[document.image_format].suffix, state_a)
    document.write(folder)
    return document


def _make_contact_sheet(settings: ExportSettings, folder: Path, feedback: Feedback) -> None:
    """The chips are complete by now, so that a page that cannot be made is no failure of the export."""
    from .contact_sheet import write_contact_sheet

    page = Path(str(settings.contact_sheet))
    try:
        write_contact_sheet(folder, page, feedback, name=settings.output.name)
    except Cancelled:
        feedback.warning("The contact sheet is left out; the chips are complete.")
    except (ImageTranslationError, OSError) as error:
        why = str(error).rstrip(".") if isinstance(error, ImageTranslationError) else f"{page} cannot be made ({error})"
        feedback.warning(f"The contact sheet is left out: {why}. The chips are complete.")
