"""One side's tree held against the merged tree: where its files and lines are there."""

from agentguard.analyzer.contracts.lines import LineMap
from agentguard.analyzer.contracts.lookup import Lookup
from agentguard.analyzer.contracts.side import Side
from agentguard.analyzer.model.findings import Side as SideName
from agentguard.analyzer.model.symbols import Setting, Target


class Meeting:
    """One direction of a merge.

    Attributes:
        user: the side whose code is held against the merged tree.
        definer: the other side.
        name: of the user's side.
        causes: what the other side did.
        merged: the tree that git made of both.
    """

    def __init__(self, user: Side, definer: Side, name: SideName, merged: Lookup) -> None:
        self.user = user
        self.definer = definer
        self.name = name
        self.causes = definer.causes
        self.merged = merged
        self._maps: dict[str, LineMap | None] = {}

    def merged_path(self, path: str) -> str:
        """Returns the path in the merged tree of a file of the user's tree."""
        return self.causes.renamed.get(self.user.origins.get(path, path), path)

    def merged_line(self, path: str, line: int) -> int | None:
        """Returns the line in the merged tree of a line of the user's tree, None where it is gone or was cut apart."""
        if path not in self._maps:
            self._maps[path] = self._map(path)
        found = self._maps[path]
        return found.line(line) if found is not None else None

    def setting(self, path: str, line: int, text: str) -> Setting:
        """Returns what stands around a name of the merged tree."""
        file = self.merged.file(path)
        return file.reading.setting(line, text) if file is not None else Setting()

    def at_base(self, target: Target) -> Target:
        """Returns a definition of the user's tree under the path that it had before."""
        return Target(path=self.user.origins.get(target.path, target.path), symbol=target.symbol)

    def _map(self, path: str) -> LineMap | None:
        before = self.user.work.new.content(path)
        after = self.merged.sources.content(self.merged_path(path))
        return LineMap(before.split(b"\n"), after.split(b"\n")) if before is not None and after is not None else None
