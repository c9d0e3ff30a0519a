"""The checking side: an RQ worker drains a site's inbox, the engine judges, the store decides.

Imports `moderation`, never `service`.
"""
