"""The pool: keeps worker processes alive, sweeps, and makes rounds (`workers.rounds`).

The sweeper rings for every site with due comments and no drain on its way, each second. Any number
of pools may sweep at once. It is what makes RQ's own keys disposable.
"""

import asyncio
import contextlib
import logging
import os
import random
import signal
import sys
from functools import partial

from moderation.doorbell import Doorbell
from moderation.process import end_session
from moderation.settings import PREFIX, Settings, to_environ
from moderation.store import Store
from moderation.store.connection import StoreErrors
from moderation.tasks import end, keep_up
from workers.pulse import Pulse
from workers.rounds import make_rounds

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "workers")
SWEEP_SECONDS = 1.0
RESTART_SECONDS = 1.0
# A drain's budget is 5 s and its job's limit 10; Docker waits 30 (docker-compose.yml).
STOP_SECONDS = 20.0
# A worker that is well is never silent for so long: its pulse beats between two looks for a job
# (5 s, 15 on a dead connection), before and after each job (10 s), and while the store is away.
SILENT_SECONDS = 30.0
# One that prepares does not beat. That takes two seconds of processor time, and so, on a machine
# with too much to do, longer than any silence of a worker at work: killed for it, it would only be
# followed by another that has to begin anew.
PREPARING_SECONDS = 300.0
LOOK_SECONDS = 1.0


async def supervise(settings: Settings, stop: asyncio.Event) -> None:
    """Keep workers, a sweeper and the rounds going until `stop` is set; then end them."""
    store, doorbell = Store(settings.redis_url), Doorbell(settings.redis_url)
    slots = [partial(_keep_alive, settings)] * settings.workers
    workers = [asyncio.create_task(keep_up(slot)) for slot in slots]
    chores = (partial(sweep, store, doorbell), partial(make_rounds, store))
    others = [asyncio.create_task(keep_up(chore)) for chore in chores]
    try:
        await stop.wait()
    finally:
        for worker in workers:
            worker.cancel()  # once: it then waits for its process
        await asyncio.gather(*workers, *map(end, others), return_exceptions=True)
        await doorbell.close()
        await store.close()


async def sweep(store: Store, doorbell: Doorbell) -> None:
    """Ring for what is due, each second, until cancelled."""
    while True:
        try:
            names = await store.sites.names()
            random.shuffle(names)  # when there are more than can be rung for, each has its turn
            for site in await store.comments.ring(names):
                await doorbell.ring(site)
        except StoreErrors as exc:
            log.warning("cannot sweep: %s", type(exc).__name__)
        await asyncio.sleep(SWEEP_SECONDS)


async def _keep_alive(settings: Settings) -> None:
    """One worker process after another, until cancelled; then the last one is ended gently."""
    while True:
        with contextlib.closing(Pulse()) as pulse:
            process = await _start(settings, pulse)
            try:
                code = await _outlive(process, pulse)
            except BaseException:  # cancelled, or a fault here: nobody else would ever end it
                await _end(process)
                raise
        log.warning("worker %d ended with code %s, starting another", process.pid, code)
        await asyncio.sleep(RESTART_SECONDS)


async def _start(settings: Settings, pulse: Pulse) -> asyncio.subprocess.Process:
    outer = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return await asyncio.create_subprocess_exec(
        *(*COMMAND, str(os.getpid()), str(pulse.fd)),
        env=outer | to_environ(settings),
        # In a session of its own: a Ctrl-C in the terminal reaches the pool, which stops in order.
        start_new_session=True,
        pass_fds=(pulse.fd,),
    )


async def _outlive(process: asyncio.subprocess.Process, pulse: Pulse) -> int:
    """The code with which a worker ended, by itself or because it had been silent for too long."""
    while pulse.age() < (SILENT_SECONDS if pulse.begun() else PREPARING_SECONDS):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                return await process.wait()
    log.error("worker %d has been silent for %d s, killing it", process.pid, pulse.age())
    end_session(process.pid)  # what it had begun falls due again when the lease ends
    return await process.wait()


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        log.error("worker %d does not stop, killing it", process.pid)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
