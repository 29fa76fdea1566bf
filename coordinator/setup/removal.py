"""Decides what `agentguard uninstall` does: takes out exactly what is ours; writes nothing."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.gather.premises import read_premises
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.setup import Plan, Premises, Step, WriteFile
from agentguard.coordinator.setup import agents, configured, exclude, hookfiles, lefthook, precommit
from agentguard.coordinator.setup.commands import EVENTS, PRIVATE, STAGES, TRAILERS
from agentguard.coordinator.setup.places import place_of, read_file, require_writable
from agentguard.coordinator.setup.receipts import Receipt, read_receipts
from agentguard.coordinator.setup.text.block import has_block, is_bare, without_block
from agentguard.coordinator.setup.text.source import read_source

_FORGOTTEN = "nothing calls it: another program took the hook's place"
# Stands in all that is ours: what has it nowhere need not even be readable.
_NAME = b"agentguard"
_Edit = Callable[[bytes, str], bytes | None]


def plan_uninstall(repository: Repository) -> Plan:
    """Returns what would take agentguard out of a repository; what cannot be taken out is listed as skipped."""
    around = read_premises(repository)
    receipts = read_receipts(repository.place.common_dir)
    steps: list[Step] = list(configured.plan_removal(around.config))
    skipped: list[Skipped] = []
    for folder in _folders(around):
        shown = _shown(around, folder)
        steps += hookfiles.plan_removal(folder, shown, EVENTS if _is_private(around, folder) else PRIVATE)
        skipped += (Skipped(what=f"{shown}/{name}", reason=_FORGOTTEN) for name in hookfiles.leftovers(folder))
    for top, name, edit in _files(around):
        try:
            steps += _given_back(top, name, edit, receipts, shared=top == around.root)
        except AgentguardError as error:
            skipped.append(Skipped(what=name, reason=": ".join(filter(None, (error.message, error.hint)))))
    return Plan(steps=tuple(steps), skipped=tuple(skipped))


def _files(around: Premises) -> Iterator[tuple[Path, str, _Edit]]:
    """Yields the files that may have something of ours in them."""
    yield around.common_dir, exclude.FILE, exclude.without_patterns
    if around.root is None:
        return
    for settings in agents.SETTINGS.values():
        for name in filter(None, (settings.shared, settings.private)):
            yield around.root, name, agents.without_entries
    for name in (precommit.CONFIG, precommit.PREK):
        yield around.root, name, precommit.without_entry
    for name in lefthook.CONFIGS:
        yield around.root, name, lefthook.without_commands
    folder = around.here.hooks
    if folder.is_relative_to(around.root) and not _is_private(around, folder):
        scripts = folder.parent if hookfiles.is_husky(folder) else folder
        for event in (*STAGES, TRAILERS):
            yield around.root, str((scripts / event).relative_to(around.root)), _without_call


def _without_call(content: bytes, name: str) -> bytes | None:
    source = read_source(content, name)
    if not has_block(source.text):
        return content
    text = without_block(source.text)
    return None if is_bare(text) else source.bytes_of(text)


def _given_back(top: Path, name: str, edit: _Edit, receipts: Mapping[str, Receipt], *, shared: bool) -> Iterator[Step]:
    path = place_of(top, name)
    before = read_file(path, name)
    if before is None or _NAME not in before:
        return
    receipt = receipts.get(str(path))
    # As it was, to the byte; where somebody has edited it since, without what is ours.
    after = receipt.before if receipt is not None and receipt.is_of(before) else edit(before, name)
    if before != after:
        require_writable(path, name)
        yield WriteFile(path=path, name=name, before=before, after=after, shared=shared)


def _folders(around: Premises) -> list[Path]:
    """Returns every folder in which hooks of ours may be as files."""
    private = {around.common_dir / "hooks", *(tree.hooks for tree in around.worktrees), around.here.hooks}
    return sorted(folder for folder in private if folder.is_dir())


def _is_private(around: Premises, folder: Path) -> bool:
    return Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(around.common_dir))


def _shown(around: Premises, path: Path) -> str:
    top = around.root or around.common_dir
    return str(path.relative_to(top)) if path.is_relative_to(top) else str(path)
