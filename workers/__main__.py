"""`python -m workers PARENT`: one worker, started by the pool with its settings as environment."""

import logging
import os
import sys

from moderation import logs
from moderation.process import die_with_parent
from moderation.settings import read_settings
from workers.worker import run_worker


def main() -> None:
    die_with_parent(int(sys.argv[1]))
    logs.set_up()
    logging.getLogger("rq.worker").setLevel(logging.WARNING)
    run_worker(read_settings(os.environ))


if __name__ == "__main__":
    main()
