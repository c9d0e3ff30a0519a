"""Tools that look at a text for the checks: pure, and linear in its length."""
