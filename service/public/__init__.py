"""Pages for readers: threads, the comment form, the status of one comment."""
