"""Run a thread that does one job after another, so that a slow disk does not hold up the keys."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress

from kaohe_tui.store.failures import Busy

PATIENCE = 0.03
"""Seconds that the thread giving a job waits for it.

A good disk answers in a millisecond, and then all is as if there were no thread; a thirtieth of a
second is not yet felt under the fingers.
"""
HELD_UP = 12
"""Failed waits for a lock after which another program is named as the cause."""
_BREATH = 0.01
"""Seconds between two tries, for a lock that is refused without a wait."""
_LAST_TRY = 1.0
"""Seconds that the thread gets at the end to come back from its present job."""

Job = Callable[[], object]
"""Work for the thread; what it returns is ignored."""
Answered = Callable[[BaseException | None], None]
"""Called with what a job raised, or None where it was done."""


class Writer:
    """A thread for jobs in order; each is tried again while another program has the lock.

    All methods belong to the thread that gives the jobs. A job that fails takes with it all that
    were given after it before its answer was taken: they are not done.
    """

    def __init__(self, wake: Callable[[], object], patience: float = PATIENCE) -> None:
        """Prepare the writer; no thread begins yet.

        Args:
            wake: called in the writer's thread when there is something to take, or to report.
            patience: seconds that ``give`` waits.
        """
        self._wake = wake
        self._patience = patience
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._late: list[tuple[Future[None], Answered]] = []
        """The jobs that were not done in time, in order."""
        self._round = 0
        # Written by the thread, or read by it: a plain value each.
        self._failed_round = -1
        self._is_held_up = False
        self._is_hasty = False

    @property
    def is_held_up(self) -> bool:
        """Whether another program has been writing for some seconds."""
        return self._is_held_up

    def give(self, job: Job, answered: Answered) -> bool:
        """Submit a job; wait for it a moment, unless an earlier one is late already.

        Args:
            job: done in the writer's thread; where it raises ``Busy`` it is done again.
            answered: called by ``take``, where the job was not done when this returned.

        Returns:
            Whether it is done. What it raised by then is raised here.
        """
        job_given = self._thread.submit(self._do, job, self._round)
        if not self._late:
            with suppress(TimeoutError):
                job_given.exception(self._patience)
        if not self._late and job_given.done():
            if job_given.exception() is not None:
                self._round += 1
            job_given.result()
            return True
        self._late.append((job_given, answered))
        # Called immediately where it is done already.
        job_given.add_done_callback(lambda _future: self._wake())
        return False

    def take(self) -> None:
        """Hand over the answers that have come, in their order."""
        while self._late and self._late[0][0].done():
            job_given, answered = self._late.pop(0)
            self._is_hasty = False
            error = job_given.exception()
            if error is not None:
                # The thread leaves the others out, for they are of the round that failed.
                self._round += 1
                self._late.clear()
            answered(error)

    def hurry(self) -> None:
        """Stop waiting for another program's lock: what waits for one now fails as ``Busy``."""
        self._is_hasty = True

    def close(self, seconds: float) -> None:
        """End the thread once all is done or ``seconds`` are over; then take the answers."""
        late = [job_given for job_given, _answered in self._late]
        if wait(late, seconds).not_done:
            self._is_hasty = True
            wait(late, _LAST_TRY)
        self._thread.shutdown(wait=False, cancel_futures=True)
        self.take()

    # -- in the thread -----------------------------------------------------------------------

    def _do(self, job: Job, of_round: int) -> None:
        if of_round == self._failed_round:
            return
        # Until it is done: whatever ends it otherwise ends its round.
        self._failed_round = of_round
        try:
            self._insist(job)
        finally:
            self._is_held_up = False
        self._failed_round = -1

    def _insist(self, job: Job) -> None:
        tries = 0
        while not _is_done(job):
            if self._is_hasty:
                job()
                return
            tries += 1
            if tries == HELD_UP:
                self._is_held_up = True
                self._wake()
            time.sleep(_BREATH)


def _is_done(job: Job) -> bool:
    """Do a job; return false where another program's lock is in the way."""
    try:
        job()
    except Busy:
        return False
    return True
