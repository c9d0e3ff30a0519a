"""Pages for moderators: sign in, see what is held and why, decide."""
