"""People who sign letters, each as a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier

from models.settings import Settings
from processes.permissions import Caller
from tests.trials.forking import FORKING

START_SECONDS = 120.0


def signed_at_once(
    settings: Settings, shares: Sequence[Sequence[int]], by: Caller
) -> list[int | None]:
    """How each of the processes ended, one for each share of tasks; they begin together."""
    gate = FORKING.Barrier(len(shares))
    processes: list[BaseProcess] = [
        FORKING.Process(target=_sign, args=(settings, list(share), by, gate), daemon=True)
        for share in shares
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def _sign(settings: Settings, task_ids: list[int], by: Caller, gate: Barrier) -> None:
    """Sign every letter of the share; somebody else may have been faster."""
    from processes import tasks
    from processes.policies import TaskGone
    from processes.workplace import Workplace
    from tests.answers import answers_to
    from tests.world import START

    workplace = Workplace.open(settings)
    gate.wait(START_SECONDS)
    for task_id in task_ids:
        try:
            tasks.complete(
                workplace, task_id, answers_to("sign_letter", now=START), by=by, now=START
            )
        except TaskGone:
            continue
    workplace.database.dispose()
