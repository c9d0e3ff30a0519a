"""`python -m ops`, the same as `greenroom`."""

from ops.cli import main

main()
