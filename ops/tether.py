"""`python -m ops.tether PARENT COMMAND...`: become COMMAND, and end when PARENT does.

The kernel forgets the bond at a fork but not at an exec, so it is made here, between the two: the
parent needs no code in its own fork, and a parent that died meanwhile is noticed.
"""

import os
import sys

from moderation.process import die_with_parent


def main() -> None:
    die_with_parent(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - no shell is the point


if __name__ == "__main__":
    main()
