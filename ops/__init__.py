"""The operator's command line.

This is the only package that reads the environment; it passes settings on as values.
"""
