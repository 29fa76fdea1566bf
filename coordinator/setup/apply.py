"""Carries out a plan: nothing is written unless everything is still as it was when the plan was made.

Each step is one rename: whatever ends a run, every file is as it was or as it should be, and the next does the rest.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.setup import Configure, KeepHook, Plan, RestoreHook, Step, WriteFile
from agentguard.analyzer.printable import printable
from agentguard.coordinator.setup.receipts import Receipt, read_receipts, receipts_file, written

_RUN = 0o111


def apply_plan(repository: Repository, plan: Plan) -> None:
    """Does what a plan says.

    Raises:
        AgentguardError: something has changed since the plan was made, or cannot be written.
    """
    for step in plan.steps:
        _require_as_planned(repository, step)
    for number, step in enumerate(plan.steps):
        try:
            _require_as_planned(repository, step)
            _note(repository, step)
            _do(repository, step)
        except OSError as error:
            done = f"{number} of {len(plan.steps)} steps were done" if number else "nothing was changed"
            raise AgentguardError(
                f"`{_name(step)}` cannot be written: {error.strerror}", f"{done}; run it again when that is mended"
            ) from error


def _require_as_planned(repository: Repository, step: Step) -> None:
    match step:
        case WriteFile():
            same = _content(step.path) == step.before
        case KeepHook():
            same = os.path.lexists(step.path)
        case RestoreHook():
            same = os.path.lexists(step.kept)
        case Configure():
            same = _values(repository, step.key) == step.before
    if not same:
        raise AgentguardError(f"`{_name(step)}` was changed in the meantime", "run it again")


def _do(repository: Repository, step: Step) -> None:
    match step:
        case WriteFile(after=None):
            step.path.unlink()
            if step.shared:
                _remove_empty(step.path.parent)
        case WriteFile():
            _write(step)
        case KeepHook():
            _keep(step.path, step.kept)
        case RestoreHook():
            step.kept.replace(step.path)
        case Configure():
            _configure(repository, step)


def _write(step: WriteFile) -> None:
    """Replaces a file by a finished one; its mode and owner stay, what is run can be run."""
    path, content = step.path, step.after or b""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(path)
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # A link is a hook that was kept under another name: what it leads to is not ours.
        known = path.stat() if path.exists() and not path.is_symlink() else None
        mode = (known or draft.stat()).st_mode & 0o7777
        if known is not None:
            with suppress(PermissionError):
                os.chown(draft, known.st_uid, known.st_gid)
        draft.chmod(mode | (_RUN & (mode >> 2 | mode) if step.executable else 0))
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.agentguard-{os.getpid()}")


def _keep(path: Path, kept: Path) -> None:
    """Gives a hook a second name, under which it is called when ours has taken its first; a link stays a link."""
    if os.path.lexists(kept):
        return
    if path.is_symlink():
        kept.symlink_to(path.readlink())
        return
    try:
        kept.hardlink_to(path)
    except OSError:  # a file system without hard links
        draft = _draft(kept)
        shutil.copy2(path, draft)
        draft.replace(kept)


def _configure(repository: Repository, step: Configure) -> None:
    if step.before:
        repository.run("config", "--local", "--unset-all", step.key)
    for value in step.after:
        repository.run("config", "--local", "--add", step.key, value)


def _values(repository: Repository, key: str) -> tuple[str, ...]:
    return tuple(repository.run("config", "--local", "-z", "--get-all", key, ok=(0, 1)).fields())


def _note(repository: Repository, step: Step) -> None:
    """Keeps what a file of others held, before it is written."""
    if not isinstance(step, WriteFile):
        return
    common = repository.place.common_dir
    receipts = dict(read_receipts(common))
    known = receipts.pop(str(step.path), None)
    if known is None and not step.keeps:
        return
    if step.keeps and step.after is not None:
        first = known.before if known is not None and known.is_of(step.before) else step.before
        receipts[str(step.path)] = Receipt.of(first, step.after)
    if receipts:
        _write(WriteFile(path=receipts_file(common), name="receipts", before=None, after=written(receipts)))
    else:
        receipts_file(common).unlink(missing_ok=True)


def _remove_empty(folder: Path) -> None:
    """Removes a folder that only our file was in; git keeps none anyway."""
    with suppress(OSError):
        folder.rmdir()


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _name(step: Step) -> str:
    return printable(step.key if isinstance(step, Configure) else step.name)
