"""How many chips a step the memory of several processes takes, found out before the training begins."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import partial

from ..devices import first_line, is_out_of_memory
from ..feedback import Feedback
from .distributed import Group
from .loop import Training
from .memory import release
from .perceptual import perceptual_loss
from .plan import Plan
from .words import no_memory


def with_fitting_batch(plan: Plan, group: Group, feedback: Feedback) -> Plan:
    """The plan with its batch halved until every process has memory for a step.

    A process that trains alone halves the batch when the need comes. One of several cannot: the others would wait for
    it in the middle of the step.

    Raises:
        InputError: there is not enough memory for a single chip, or weights to start from are missing on a machine.
    """
    if group.size > 1:
        group.in_turns(partial(_build, plan, feedback))
    while group.size > 1:
        refused = [reason for reason in group.gather(_refused(plan, group)) if reason]
        if not refused:
            break
        size = plan.batch_size
        if size < 2:
            raise group.told(no_memory(plan, refused[0]))
        plan = replace(plan, batch_size=(size + 1) // 2)
        feedback.warning(f"Memory does not suffice for {size} chips a step; going on with {plan.batch_size}.")
    if plan.batch_size < group.size:
        feedback.warning(
            f"A batch of {plan.batch_size} cannot be shared by {group.size} processes, so each of them works on all of "
            f"it and nothing is gained; set batch_size to {group.size} or a multiple of it."
        )
    return plan


def _build(plan: Plan, feedback: Feedback) -> None:
    """Find out whether this machine has all that networks and losses are built of; what is fetched is fetched once."""
    perceptual_loss(plan.settings, plan.first_translator(feedback).color)


def _refused(plan: Plan, group: Group) -> str:
    """Why a step fails for lack of memory in this process, empty when it does not."""
    try:
        Training(plan, Feedback(), time.monotonic(), group).rehearse()
    except Exception as error:
        if not is_out_of_memory(error):
            raise
        return first_line(error)
    finally:
        release(plan.hardware.device)
    return ""
