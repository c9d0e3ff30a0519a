"""`python -m tests.workers.impatient`: `greenroom work` whose pool waits less long for a pulse.

A worker's pulse beats each 5 seconds when it has nothing to do, so 8 is little, but enough.
"""

from ops.cli import main
from workers import pool

if __name__ == "__main__":
    pool.SILENT_SECONDS = 8.0
    main()
