"""`python -m workers PARENT PULSE`: one worker, started by the pool; its settings are in the
environment, its pulse goes to the file descriptor PULSE.
"""

import logging
import os
import sys

from moderation import logs
from moderation.policy import BadPolicy
from moderation.process import die_with_parent
from moderation.settings import read_settings
from moderation.store.connection import StoreErrors
from workers.worker import run_worker


def main() -> None:
    die_with_parent(int(sys.argv[1]))
    logs.set_up()
    logging.getLogger("rq.worker").setLevel(logging.WARNING)
    try:
        run_worker(read_settings(os.environ), pulse=int(sys.argv[2]))
    except BadPolicy as exc:
        logging.getLogger(__name__).error("the policy cannot be used: %s", exc)
        sys.exit(1)
    except StoreErrors as exc:
        # The pool starts another; what this one had claimed falls due again.
        logging.getLogger(__name__).error("the store is away (%s)", type(exc).__name__)
        sys.exit(1)


if __name__ == "__main__":
    main()
