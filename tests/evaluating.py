"""Runs Evaluate Model in a test and reads what came out."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from image_translation.models.evaluation.evaluate import EvaluateSettings, evaluate_model
from image_translation.models.feedback import Feedback

LUMA = np.array([0.299, 0.587, 0.114])


def grey_of(colour: np.ndarray) -> np.ndarray:
    return np.rint(np.tensordot(LUMA, colour.astype(float), 1)).astype(np.uint8)


def evaluate(folder: Path, feedback=None, **settings):
    """The result, the page, and the rows of the table."""
    given = {"output": folder / "report.html", "table": folder / "table.csv", **settings}
    result = evaluate_model(EvaluateSettings(**given), feedback or Feedback())
    with open(given["table"], encoding="utf-8", newline="") as stream:
        return result, given["output"].read_text(encoding="utf-8"), list(csv.DictReader(stream))


def rows_of(table, kind, method="model"):
    return [row for row in table if row["kind"] == kind and row["method"] == method]
