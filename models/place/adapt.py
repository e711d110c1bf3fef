"""Adapts a model to a place: references and known colours to a :class:`PlaceColour` and what is known of spots."""

from __future__ import annotations

import math
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import List, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..feedback import Feedback
from ..files import check_replaceable
from ..inference.area import Area
from ..inference.session import Session
from ..inference.settings import ClassifySettings
from ..inference.tone import tone_match
from ..package.archive import OpenPackage, write_package
from .asking import Asking
from .codes import Codes
from .colour import KNOTS, PlaceColour, place_of
from .features import CELL, Maps
from .film import MOST_GAIN, is_film, through_film
from .fitting import CURVE, LEAST_BLOCKS, MODEL, Fit, Fitting
from .known import read_known_colours
from .learning import SAMPLES, Learner
from .photo import Pair, Photo, tones_between
from .planes import Planes
from .reference import References, ReferenceTile
from .same_spot import SameSpot, Tones, cell_of
from .session import PlaceSession
from .sites import Visit
from .spots import Spots
from .spreading import Spreading

SIDES = (256, 128)
"""Of tiles in pixels, and of those of references that are too small for enough of them."""
MOST_PIXELS = 4 << 20
"""Of all tiles of references together."""
ALL_SAMPLES = 40_000
"""Of all tiles together, where these are few."""
WINDOWS = 16
"""Of the photo that are looked at."""
LOOKS_ALIKE = 2.0
"""References whose cells are larger than so many of the photo's do not look like it to the encoder."""
LEAST_COVER = 0.02
"""Share of the photo that references must cover for what they show there to count."""
LEAST_CELLS = 50
"""Samples, fewer of which tell no colours."""
HEDGE = 0.2
"""Share of the model's own colours where reference and photo are of other times (benchmarks/place.md)."""


@dataclass(frozen=True)
class Adaptation:
    """A session with the colours of a place, and what is known of spots."""

    session: PlaceSession
    spots: Spots


class Adapter:
    """Finds the colours of the place of one photo.

    Args:
        settings: what is asked.
        package: of the model.
        source: the photo, on the cells that the model is given.
        session: of the model, with its feature maps.
        feedback: is told what is found.
    """

    def __init__(
        self, settings: ClassifySettings, package: OpenPackage, source: Area, session: Session, feedback: Feedback
    ) -> None:
        self._settings, self._package, self._feedback = settings, package, feedback
        self._definition, self._session, self._grid = package.definition, session, source.grid
        self._codes, self._bands = Codes(self._definition), len(self._definition.input_bands)
        own, step = self._definition.tile_size, math.lcm(self._definition.size_multiple, CELL)
        sides = [own if self._definition.fixed_size else max(step, side // step * step) for side in SIDES]
        self._side, self._sides = sides[0], sides
        self._ask = Asking(settings.model, self._definition, feedback.check)
        self._photo = Photo(source, tone_match(settings, self._definition, source), self._side)

    def adapt(self) -> Adaptation:
        """Fit, tell, and write the adapted model where it is asked for.

        Raises:
            InputError: references or known colours cannot be used.
        """
        if self._settings.adapted_model is not None:
            check_replaceable(self._settings.adapted_model)
        colour = PlaceColour.of_model(self._bands, self._codes.count)
        with ExitStack() as stack:
            same_spot = spreading = None
            if self._settings.reference:
                colour, same_spot = self._learn(stack)
            session = PlaceSession(self._session, colour, self._definition)
            if self._settings.known_colours:
                spreading = self._spread(session, Spots(self._definition, ExitStack(), same_spot))
                if not self._settings.reference:
                    colour = _with_curve(colour, spreading)
            self._write(colour)
            return Adaptation(session, Spots(self._definition, stack.pop_all(), same_spot, spreading))

    def _learn(self, stack: ExitStack) -> Tuple[PlaceColour, Optional[SameSpot]]:
        """The colours of the references, which stay open in ``stack`` where they cover the photo."""
        references = stack.enter_context(
            References(self._settings.reference, self._grid, self._definition, self._feedback)
        )
        for source in references.sources:
            self._feedback.info(
                f"REFERENCE {source.name}: cells {source.ratio:.3g} times those of the photo; it shows ground over "
                f"{source.covers:.0%} of it."
            )
        over = max(references.sources, key=lambda source: source.covers)
        step, pairs, same_spot = cell_of(over.ratio), [], None
        if references.covers > LEAST_COVER:
            pairs = list(self._photo.pairs(references, self._codes, step, WINDOWS))
        tones = tones_between(pairs)
        if tones is not None and self._codes.keeps and references.inputs_known and is_film(tones, pairs):
            return self._of_film(references, pairs), None
        if tones is not None:
            same_spot = SameSpot(references.over, step, tones, self._codes, references.lattice)
        elsewhere = self._of_looks(references)
        there = None if tones is None else self._of_spots(pairs, step)
        return self._chosen(elsewhere, there, tones, references.ratio), same_spot

    def _of_film(self, references: References, pairs: List[Pair]) -> PlaceColour:
        """The colours of the references for a photo that has nothing in common with them but the place."""
        self._feedback.info(
            "Photo and reference have other tones and hardly agree anywhere, as old film and today's pictures: the "
            "reference is cleared of haze, its tones are brought to those of the photo, and rare colours count more."
        )
        tiles = through_film(self._tiles(references), pairs, self._codes)
        fit = self._fitted(tiles, references.ratio <= LOOKS_ALIKE)
        if fit is None:
            raise InputError("REFERENCE shows too little ground to learn colours from; choose a larger picture.")
        self._tell(fit)
        return fit.colour.times(min(MOST_GAIN, fit.shrunk))

    def _chosen(
        self, elsewhere: Optional[Fit], there: Optional[Fit], tones: Optional[Tones], ratio: float
    ) -> PlaceColour:
        """What the looks of references, and the photo under them, tell together."""
        same, fine = 0.0 if tones is None else tones.same, ratio <= LOOKS_ALIKE
        fit = there if elsewhere is None or (there is not None and not fine and same > 0.5) else elsewhere
        if fit is None and tones is not None:
            self._feedback.info("REFERENCE shows too little to learn from: only what it shows at each spot counts.")
            return PlaceColour.of_model(self._bands, self._codes.count)
        if fit is None:
            raise InputError(
                "REFERENCE has too little ground, or not the bands that the model takes, and covers too little of the "
                "photo; choose a larger picture of the photo's own ground, or one with those bands."
            )
        self._tell(fit)
        colour = fit.colour
        if elsewhere is not None and there is not None:
            colour = elsewhere.colour.mixed(there.colour, same / 2 if fine else same)
        if tones is not None:
            self._feedback.info(
                f"Photo and reference are alike by {max(tones.likeness, 0):.0%} where both lie: what the reference "
                "shows at a spot counts as far as they are alike there."
            )
            if fine:
                model = PlaceColour.of_model(self._bands, self._codes.count)
                colour = colour.mixed(model, HEDGE * (1 - same))
        return colour

    def _of_looks(self, references: References) -> Optional[Fit]:
        """From tiles of references, whose own grey takes the place of the photo."""
        return self._fitted(self._tiles(references), references.ratio <= LOOKS_ALIKE)

    def _tiles(self, references: References) -> List[ReferenceTile]:
        """Tiles of the references that look like the photo, or else of all; smaller ones where there would be few."""
        fine = references.ratio <= LOOKS_ALIKE
        tiles: List[ReferenceTile] = []
        for side in self._sides:
            tiles = []
            for tile in references.tiles(side, MOST_PIXELS):
                self._feedback.check()
                if not fine or tile.ratio <= LOOKS_ALIKE:
                    tiles.append(tile)
            if len({tile.block for tile in tiles}) >= LEAST_BLOCKS:
                break
        return tiles

    def _fitted(self, tiles: Sequence[ReferenceTile], fine: bool) -> Optional[Fit]:
        """From tiles; what the encoder sees counts where their cells are about those of the photo (``fine``)."""
        learner, samples = Learner(self._run, self._definition), max(SAMPLES, ALL_SAMPLES // max(1, len(tiles)))
        for tile in tiles:
            self._feedback.check()
            learner.add_reference(tile.inputs, tile.target, tile.valid, tile.block, samples)
        learner.finish()
        if learner.references.count < LEAST_CELLS:
            return None
        standard = learner.standard if fine else None
        return Fitting(learner.references, self._bands, standard, learner.pixels).fit()

    def _of_spots(self, pairs: List[Pair], step: int) -> Optional[Fit]:
        """From the photo itself, with the colours that references show at the same spot."""
        learner = Learner(self._run, self._definition)
        for pair in pairs:
            self._feedback.check()
            learner.add_photo(pair.inputs, self._codes.encode(pair.shown), pair.valid, step, pair.block)
        learner.finish()
        if learner.photo.count < LEAST_CELLS:
            return None
        return Fitting(learner.photo, self._bands, learner.standard).fit()

    def _tell(self, fit: Fit) -> None:
        """What was chosen, and what it is expected to gain on ground that was not learned from."""
        best = sorted(fit.shares.items(), key=lambda item: -item[1])
        said = "; ".join(f"{share:.0%} {name}" for name, share in best if share >= 0.05)
        gains = [10 * math.log10(max(fit.errors[name], 1e-9) / max(fit.expected, 1e-9)) for name in (MODEL, CURVE)]
        self._feedback.info(f"Colours of the place: {said}.")
        self._feedback.info(
            f"On parts of the reference that were left out, the error of the colour is {gains[0]:.1f} dB less than "
            f"that of the model alone, and {gains[1]:.1f} dB less than that of a curve of the place."
        )

    def _spread(self, session: PlaceSession, spots: Spots) -> Spreading:
        """Known colours, beside what is expected at their places."""
        settings = self._settings
        known = read_known_colours(settings.known_colours, settings.known_colours_layer, self._grid, self._feedback)
        if len(self._definition.output_bands) != 3:
            raise InputError("KNOWN_COLOURS needs a model that makes red, green and blue; choose one, or no points.")
        visit = Visit(self._photo, self._definition, partial(self._ask, session), spots, self._feedback.check)
        sites = visit.at(known.columns.astype(np.int64), known.rows.astype(np.int64))
        left = np.stack([self._codes.of_colour(known.colours[n]) for n in sites.numbers]) - sites.codes
        spreading = Spreading.fit(sites.sight, sites.points, left, known.weights[sites.numbers])
        apart = float(np.abs(left).mean())
        self._feedback.info(
            f"KNOWN_COLOURS: {len(left)} points, which differ by {apart:.0f} levels on average from what was expected "
            "there; they spread to what looks alike."
        )
        return spreading

    def _run(self, inputs: NDArray[np.float32]) -> Tuple[Planes, Maps]:
        return self._ask(self._session, inputs)

    def _write(self, colour: PlaceColour) -> None:
        """The adapted model, as a package."""
        path = self._settings.adapted_model
        if path is None:
            return
        if self._definition.place:
            colour = colour.after(place_of(self._definition))
        definition = replace(self._definition, place=colour.as_json(), metrics={})
        write_package(path, definition, self._package.files)
        self._feedback.info(f"The model with the colours of the place is in {path}.")


def _with_curve(colour: PlaceColour, spreading: Spreading) -> PlaceColour:
    """With what known colours say of ground of a grey, whatever it looks like."""
    curve = colour.curve.copy()
    curve[0] += spreading.everywhere(np.linspace(0, 1, KNOTS, dtype=np.float32))
    return replace(colour, curve=curve)
