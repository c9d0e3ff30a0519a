"""How often the default policy is right: labelled rows in, shares with intervals out.

`make eval` runs it. The labelled sets are no part of the repository, and no row of them ever is.
"""
