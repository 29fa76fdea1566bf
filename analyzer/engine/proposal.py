"""Words the refusal of a command and the command to run instead; names come from the repository and are data."""

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from agentguard.analyzer.model.commands import Act, GitCall
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.printable import printable

MOST_LISTED = 10
_MOST_GROUPS = 3
_LONGEST_SHOWN = 80
_LONGEST_NAME = 200
_LONGEST_MESSAGE = 120
# What takes a value: of the first the next word if nothing is attached, of the others only what is attached.
_NEXT, _ATTACHED = "mFcCt", "uS"
_VERBS = {Act.STAGE: "stage", Act.COMMIT: "commit", Act.STASH: "stash"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where a command is proposed.

    Attributes:
        root: the top of the worktree.
        folder: where the agent is.
    """

    root: Path
    folder: Path

    def git(self) -> str | None:
        """Returns how git is called there for this worktree; None where its path cannot be shown as it is."""
        if self.folder.is_relative_to(self.root):
            return "git"
        root = str(self.root)
        return f"git -C {quote(root)}" if root.isprintable() else None

    def name(self, path: str) -> str | None:
        """Returns a path as it is typed there; None for one that cannot be shown as it is."""
        start = self.folder if self.folder.is_relative_to(self.root) else self.root
        named = os.path.relpath(self.root / path, start)
        if printable(named) != named or len(named) > _LONGEST_NAME:
            return None
        return quote(f"./{named}" if named.startswith(("-", ":")) else named)


def shown(call: GitCall) -> str:
    """Returns a call in backquotes, cut where it is long, and what makes it a sweep where its words do not tell."""
    words = [word for word in call.words if not (word == call.why and is_listed_by_another(call))]
    text = printable(" ".join(["git", *(word if word.isprintable() and word else quote(word) for word in words)]))
    cut = text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}..."
    why = short(call.why)
    return f"`{cut}`" if why in cut else f"`{cut}` ({why})"


def is_listed_by_another(call: GitCall) -> bool:
    """Tells whether another program makes the list of paths, as before `xargs`; then it stands among the words."""
    return (
        " " in call.why and call.why not in call.pathspecs and call.why[0].isalpha() and call.words[-1:] == (call.why,)
    )


def verb(call: GitCall) -> str:
    """Returns what a call does with changes, in a word."""
    return _VERBS[call.act or Act.STAGE]


def count(paths: Sequence[str], what: str = "path") -> str:
    """Says how many there are."""
    return f"{len(paths):,} {what}{'' if len(paths) == 1 else 's'}"


def summed(paths: Sequence[str]) -> str:
    """Lists a few paths; many are summed up by their top folders."""
    if len(paths) <= _MOST_GROUPS:
        return ", ".join(short(path) for path in paths)
    tops = Counter(f"{path.partition('/')[0]}/" if "/" in path else "top folder" for path in paths)
    named = [f"{short(top)} {number:,}" for top, number in tops.most_common(_MOST_GROUPS)]
    return ", ".join([*named, *(["..."] if len(tops) > _MOST_GROUPS else [])])


def listed(paths: Sequence[str], ground: Ground) -> tuple[str, int]:
    """Returns paths as they are typed, at most ten, and how many more there are."""
    named = [name for path in paths if (name := ground.name(path)) is not None][:MOST_LISTED]
    return " ".join(named), len(paths) - len(named)


def instead(call: GitCall, paths: Sequence[str], ground: Ground, *, merging: bool = False) -> str | None:
    """Returns the command that takes exactly these paths; None where none of them can be typed.

    Args:
        call: what was refused.
        paths: from the top of the worktree.
        ground: where it is typed.
        merging: whether a merge is in progress; then git commits no single paths.
    """
    (names, more), git = listed(paths, ground), ground.git()
    if not names or git is None:
        return None
    rest = f"   (and {more:,} more)" if more else ""
    if call.act is Act.STASH:
        return f"{git} stash push -- {names}{rest}"
    if call.act is Act.COMMIT:
        words = " ".join([git, *_without_paths(call)])
        return f"{git} add {names} && {words}{rest}" if merging else f"{words} -- {names}{rest}"
    return f"{git} add {names}{rest}"


def _without_paths(call: GitCall) -> list[str]:
    """Returns the words of a commit without what makes it reach further than the index."""
    kept, is_value = [], False
    for word in call.words:
        if is_value:
            kept.append(_message(word))
            is_value = False
        elif (
            word in {"--", "-i", "--include", "-o", "--only", "-p", "--patch", "--interactive"}
            or word in call.pathspecs
        ):
            continue
        elif word.startswith("--"):
            if "--all".startswith(word) and len(word) > 3:
                continue
            is_value = word in {"--message", "--file", "--author", "--date", "--trailer", "--fixup", "--squash"}
            kept.append(quote(word))
        elif word.startswith("-") and len(word) > 1:
            flags, value = _cluster(word[1:])
            is_value = bool(flags) and flags[-1] in _NEXT and not value
            if flags:
                kept.append(f"-{flags}" + (_message(value) if value else ""))
        else:
            kept.append(quote(word))
    return kept


def _cluster(letters: str) -> tuple[str, str]:
    """Splits short options into flags, without `a`, and the value that the last of them has."""
    for place, letter in enumerate(letters):
        if letter in _NEXT + _ATTACHED:
            return letters[: place + 1].replace("a", ""), letters[place + 1 :]
    return letters.replace("a", ""), ""


def _message(text: str) -> str:
    return quote(text) if text.isprintable() and len(text) <= _LONGEST_MESSAGE else '"..."'


def short(path: str) -> str:
    """Returns a path, or another text, fit to be shown; of a long one its end."""
    text = printable(path)
    return text if len(text) <= _LONGEST_SHOWN else f"...{text[3 - _LONGEST_SHOWN :]}"
