"""What every Greenroom process means by a comment, and the one place where comments are kept.

This package imports neither `service`, `workers` nor `ops`; they import it.
"""
