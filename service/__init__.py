"""The HTTP side: front ends post and read here, moderators review here.

Imports `moderation`, never `workers`: the service holds no check and judges nothing.
"""
