"""How often this process has changed what a site's readers see, or heard that it was changed."""


class Changes:
    """A number a site. Whoever keeps what was read keeps the number with it, from before it was
    read: another number says that it is to be read again. What other processes change does not
    count here unless it is heard of."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, site: str) -> int:
        return self._numbers.get(site, 0)

    def note(self, site: str) -> None:
        """Something is not what it was. To be said after the change, not before it."""
        self._numbers[site] = self.number(site) + 1
