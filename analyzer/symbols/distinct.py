"""Tells apart what has the same name."""


class Distinct:
    """Numbers the second and every further bearer of a name.

    Args:
        form: how name and number are written, for instance `{}#{}`.
    """

    def __init__(self, form: str) -> None:
        self._form = form
        self._bearers: dict[str, int] = {}

    def name(self, wanted: str) -> str:
        """Returns the name itself the first time, and a numbered one that nothing else has from then on."""
        name = wanted
        while name in self._bearers:
            self._bearers[wanted] += 1
            name = self._form.format(wanted, self._bearers[wanted])
        self._bearers[name] = 1
        return name
