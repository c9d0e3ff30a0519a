"""The contract that tools understand: `/openapi.json`, and what the reference at `/docs` shows.

Each route of the API is described here as data, an `Operation` a route; the document is made of
these and of the models that validate requests. Nothing here decides anything: what a description
says, a handler does, and tests hold both together.
"""
