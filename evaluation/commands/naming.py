"""Which paths a command line names, by its letters alone: no shell and no git is asked."""

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath

_SEPARATORS = re.compile(r"[\s;|&()<>=:]+")
_QUOTES = str.maketrans("", "", "'\"\\")
_ESCAPED = re.compile(r"\\[0nt]")
_BRACES = re.compile(r"\{([^{}]*,[^{}]*)\}")
_CHANGE_OF_FOLDER = re.compile(
    r"(?:\bcd|\bpushd|(?<=\s)-C|--work-tree|--git-dir)[\s=]+(?:\"[^\"]*\"|'[^']*'|[^\s;&|)]+)"
)
_MESSAGE = re.compile(
    r"(?<=\s)(?:-[a-zA-Z]*m|--message)[\s=]*(?:\"(?:\\.|[^\"\\])*\"|'[^']*'|[^\s;&|]+)"
    r"|(?:\(cat|-F\s*-)\s*<<-?\s*['\"]?(\w+)['\"]?.*?^\s*\1\b",
    re.DOTALL | re.MULTILINE,
)
_STAGING = re.compile(r"\bgit\b[^;&|\n]*?\s(add|stage|commit|ci|rm|mv|stash)\b([^;&|\n()<>]*)")
_FOLDER = re.compile(r"(?:\bcd|\bpushd|(?<=\s)-C)\s+(?:\"([^\"$]*)\"|'([^'$]*)'|([^\s;&|)$]+))")
_PROGRAM = re.compile(r"(?:^|[\s;&|(])(\./[\w./-]+|(?:[\w.-]+/)+[\w-]+\.(?:sh|py)|[\w-]+\.sh)")
_PATH = re.compile(r"[\w.@+-][\w.@+/ \[\]-]*")
_ENDED = re.compile(r"\.\w{1,8}$")
_KNOWN = frozenset(
    {
        *("Makefile", "Dockerfile", "LICENSE", "README", "CHANGELOG", "Procfile", "Gemfile", "Vagrantfile"),
        *("CODEOWNERS", "Brewfile", "Jenkinsfile", "VERSION"),
    }
)
_MOST = 200


def named(text: str, paths: Iterable[str]) -> frozenset[str]:
    """Returns those of some paths that a command names: written out, or an end of it, as behind `cd src`."""
    plain = _ESCAPED.sub(" ", _joined(text)).translate(_QUOTES)
    words = set(_words(plain))
    if "icase" in plain:
        return frozenset(path for path in paths if _ends(path.lower()) & {word.lower() for word in words})
    return frozenset(path for path in paths if _ends(path) & words or (" " in path and path in plain))


def in_named_folders(text: str, paths: Iterable[str]) -> frozenset[str]:
    """Returns those of some paths that lie in a folder which a command names, other than to go there."""
    plain = _CHANGE_OF_FOLDER.sub(" ", _MESSAGE.sub(" ", _joined(text))).translate(_QUOTES)
    words = set(_words(plain))
    return frozenset(
        path
        for path in paths
        if any(_ends(str(folder)) & words for folder in PurePosixPath(path).parents if str(folder) != ".")
    )


def files_to_make(text: str) -> tuple[list[str], list[str]]:
    """Returns the files that a command is about, and the programs that it starts by a path: both have to be there."""
    files: list[str] = []
    for _, arguments in _STAGING.findall(_MESSAGE.sub(" ", _joined(text))):
        only_paths = False
        for word in _arguments(arguments):
            only_paths = only_paths or word == "--"
            for one in _braces(word):
                files += _files(one, dashes=only_paths)
    for match in _FOLDER.findall(text):
        folder = next((part for part in match if part), "").strip("/ ")
        if _PATH.fullmatch(folder) and not _leads_out(folder):
            files.append(f"{folder}/inside.py")
    programs = [word.removeprefix("./") for word in _PROGRAM.findall(text)]
    return files, [word for word in programs if not word.startswith("/") and not _leads_out(word)]


def _arguments(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.translate(_QUOTES).split()


def _files(word: str, *, dashes: bool) -> list[str]:
    word = word.removeprefix("./")
    if dashes and word in {"-A", "-a", "-u"}:
        return [word]
    if not _PATH.fullmatch(word) or word.startswith("-") or _leads_out(word) or word in {".", ".."}:
        return []
    if not word.endswith("/") and (_ENDED.search(word) or word.startswith(".") or PurePosixPath(word).name in _KNOWN):
        return [word]
    folder = word.rstrip("/")
    return [f"{folder}/one.py", f"{folder}/two.md"]


def _leads_out(word: str) -> bool:
    return ".." in PurePosixPath(word).parts or ".git" in PurePosixPath(word).parts


def _joined(text: str) -> str:
    return text.replace("\\\n", "")


def _words(plain: str) -> Iterator[str]:
    for word in _SEPARATORS.split(plain):
        for one in _braces(word):
            yield one.removeprefix("./").strip("/")


def _braces(word: str) -> Sequence[str]:
    return list(islice(_expanded(word), _MOST))


def _expanded(word: str) -> Iterator[str]:
    match = _BRACES.search(word)
    if match is None:
        yield word
        return
    for part in match[1].split(","):
        yield from _expanded(f"{word[: match.start()]}{part}{word[match.end() :]}")


def _ends(path: str) -> set[str]:
    parts = PurePosixPath(path).parts
    return {"/".join(parts[start:]) for start in range(len(parts))}
