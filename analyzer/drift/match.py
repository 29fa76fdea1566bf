"""Which names in documents mean what is gone?"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from posixpath import basename, dirname, join, normpath, splitext
from typing import Final

from agentguard.analyzer.drift.definitions import options
from agentguard.analyzer.drift.documents import Line
from agentguard.analyzer.drift.gone import Gone, module_name
from agentguard.analyzer.drift.names import is_distinctive, last
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.landed import Drift
from agentguard.analyzer.model.value import replace

# In reStructuredText an underscore behind it makes it a link.
_SPAN: Final = re.compile(r"(`+)(?P<text>[^`]+?)\1(?![`_])")
_DIRECTIVE: Final = re.compile(
    r"[ \t]*\.\.[ \t]+(?:py:)?(?:auto\w+|function|class|method|option|envvar|setting|confval|data)::"
)
_LINK: Final = re.compile(
    r"\]\(\s*<?(?P<target>[^)>\s#?]+)|^\s*\[[^\]]+\]:\s*(?P<reference>[^\s#?]+)|:link:`|(?P<none>$^)"
)
_QUALIFIER: Final = re.compile(r"((?:[A-Za-z_]\w*\.)+)$")
_MODULE: Final = re.compile(r"\b(?:from|import)\s+$|:mod:`[~!]?$|::\s*$|-m\s+$")
_COMMAND: Final = re.compile(r"[|;&]|\$\(")
_ASSIGNED: Final = re.compile(r"\w+=\S*$")
_DEFINES: Final = (
    r"(?:\b(?:def|class|function|func|fn|const|let|var|type|interface|struct)\s+{0}\b|^\s*{0}\s*(?::[^=]*)?=(?!=))"
)
# Programs whose flags are no business of the repository's.
_PROGRAMS: Final = """
    apt apt-get aws az bash brew cargo cat cd cmake code composer conda cp curl docker docker-compose dnf echo ffmpeg
    find gcc gcloud gh git go gradle grep gunicorn helm hg java jq kubectl ln ls make mkdir mv mvn mypy node npm npx nvm
    openssl pip pip3 pipx pnpm podman poetry psql pytest python python3 pyenv rm rsync ruby rustup scp sed sh
    sphinx-build ssh sudo systemctl tar terraform tmux tox uv uvicorn uvx wget yarn xargs zip flake8 black ruff
    pre-commit coverage twine virtualenv claude
"""
_FOREIGN: Final = frozenset(_PROGRAMS.split())
_IMPORTS: Final = r"\bfrom\s+([A-Za-z_][\w.]*)\s+import\b.*\b{0}\b"
_MOST_WINDOW: Final = 8
_ORDER: Final = list(Confidence)


class Matcher:
    """Holds documents against the names that are gone.

    Args:
        gone: what is gone.
        alive: of its last words, flags and dotted names those that the code still has.
        paths: every path of the tree.
    """

    def __init__(self, gone: Iterable[Gone], *, alive: Collection[str], paths: Collection[str]) -> None:
        self._alive = alive
        self._paths = paths
        self._names = {basename(path) for path in paths}
        self._roots = {splitext(part)[0] for path in paths for part in path.split("/")}
        self._by_key: dict[str, list[Gone]] = {}
        modules = {module_name(path) for path in paths if path.endswith(".py")}
        for one in gone:
            if not (one.kind == "path" and one.name in paths) and not (one.kind == "module" and one.name in modules):
                for key in keys_of(one):
                    self._by_key.setdefault(key, []).append(one)
        keys = sorted(self._by_key, key=len, reverse=True)
        self._keys = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, keys))})(?![\w])") if keys else None

    def read(self, path: str, lines: Sequence[Line]) -> tuple[Drift, ...]:
        """Returns what one document names, each name once, by the line where it does so most clearly."""
        found: dict[tuple[str, str, str], Drift] = {}
        for drift in self._hits(path, lines):
            key = (drift.kind, drift.name, drift.owner or "")
            known = found.get(key)
            if known is None:
                found[key] = drift
            else:
                better = min(known, drift, key=lambda one: _ORDER.index(one.confidence))
                found[key] = replace(better, times=known.times + 1)
        own = [line.text for line in lines if line.code] if found else []
        kept = (one for one in found.values() if not _defines(own, one) and not self._is_imported(own, one))
        return tuple(sorted(kept, key=lambda one: (one.line, one.name)))

    def _is_imported(self, code: Sequence[str], drift: Drift) -> bool:
        """Tells whether the examples of a document import a name from another project."""
        pattern = re.compile(_IMPORTS.format(re.escape(last(drift.name))))
        origins = (found[1] for text in code if (found := pattern.search(text)) is not None)
        return any(origin.partition(".")[0] not in self._roots for origin in origins)

    def _hits(self, path: str, lines: Sequence[Line]) -> Iterator[Drift]:
        for number, line in enumerate(lines):
            if line.past or not line.text:
                continue
            yield from self._links(path, line)
            for match in self._keys.finditer(line.text) if self._keys is not None else ():
                for one in self._by_key[match[0]]:
                    confidence = self._judge(one, lines, number, match)
                    if confidence is not None:
                        yield _drift(path, line.number, one, confidence)

    def _links(self, path: str, line: Line) -> Iterator[Drift]:
        if line.code:
            return
        for match in _LINK.finditer(line.text):
            target = match["target"] or match["reference"] or ""
            if "://" in target or not target or target.startswith("/"):
                continue
            meant = normpath(join(dirname(path), target))
            for one in self._by_key.get(meant, ()):
                if one.kind == "path" and meant not in line.text:
                    yield _drift(path, line.number, one, Confidence.HIGH)

    def _judge(self, one: Gone, lines: Sequence[Line], number: int, match: re.Match[str]) -> Confidence | None:
        line = lines[number]
        in_code = line.code or _DIRECTIVE.match(line.text) is not None or _in_span(line.text, match.start())
        before, after = line.text[: match.start()], line.text[match.end() :]
        match one.kind:
            case "flag":
                return self._flag(one, before, after, in_code=in_code)
            case "path":
                return self._path(one, before, after, in_code=in_code)
            case "parameter":
                return self._parameter(one, lines, number, match.end(), in_code=in_code)
            case "module":
                return self._module(one, before, in_code=in_code)
            case "key":
                return self._key(one, before, in_code=in_code)
            case _:
                return self._symbol(one, before, after, in_code=in_code)

    def _symbol(self, one: Gone, before: str, after: str, *, in_code: bool) -> Confidence | None:
        name = last(one.name)
        if before.endswith(("/", "-", "@")) or after.startswith(("/", "-")):
            return None
        owner, ours = self._qualified(one, before)
        if name not in self._alive and is_distinctive(name):
            called = one.kind == "function" and after.startswith("(")
            sure = Confidence.HIGH if ours and (one.sure or called) else Confidence.MEDIUM
            return sure if in_code else Confidence.LOW
        # The same name elsewhere may be what it inherits now.
        return Confidence.MEDIUM if in_code and (owner in owners(one) or not is_distinctive(name)) else None

    def _qualified(self, one: Gone, before: str) -> tuple[str | None, bool]:
        """Returns what stands before a name's dot, and whether that can be ours: a class, a module, an object of ours.

        It may as well be another project that has the same name.
        """
        if not before.endswith("."):
            return None, True
        found = _QUALIFIER.search(before)
        owner = last(found[1].rstrip(".")) if found is not None else None
        if "." in one.name:
            return owner, True
        return owner, found is not None and found[1].partition(".")[0] in self._roots

    def _module(self, one: Gone, before: str, *, in_code: bool) -> Confidence | None:
        if not in_code or before.endswith((".", "/", "=", "-")) or one.name in self._alive:
            return None
        # An object can have the name of a package, and an attribute that of its module.
        sure = one.name.count(".") > 1 or _MODULE.search(before) is not None
        return Confidence.HIGH if sure else Confidence.MEDIUM

    def _flag(self, one: Gone, before: str, after: str, *, in_code: bool) -> Confidence | None:
        if one.name in self._alive or after.startswith("-"):
            return None
        command = _COMMAND.split(before)[-1].rpartition("`")[2].split()
        words = [word for word in command if word not in {"$", "%", ">", "#", "sudo"} and not _ASSIGNED.match(word)]
        if words and words[0].lower() in _FOREIGN:
            return None
        return Confidence.LOW if not one.sure else Confidence.HIGH if in_code else Confidence.MEDIUM

    def _path(self, one: Gone, before: str, after: str, *, in_code: bool) -> Confidence | None:
        if (
            re.search(r"[^.]/$|^/$|://\S*$|\bFile \"$", before)
            or after.startswith(("/", "-"))
            or re.match(r"\.\w", after)
        ):
            return None
        if any(path.endswith(f"/{one.name}") for path in self._paths):
            return None  # the document may speak of a folder below
        if "/" in one.name:
            return Confidence.HIGH if in_code or "](" in before[-4:] else Confidence.MEDIUM
        return Confidence.LOW if in_code and one.name not in self._names and splitext(one.name)[1] else None

    def _key(self, one: Gone, before: str, *, in_code: bool) -> Confidence | None:
        told = in_code and last(one.name) not in self._alive and not before.endswith((".", "/"))
        return Confidence.MEDIUM if told else None

    def _parameter(
        self, one: Gone, lines: Sequence[Line], number: int, end: int, *, in_code: bool
    ) -> Confidence | None:
        """Looks for a call of the function that names the parameter."""
        if not in_code:
            return None
        line = lines[number]
        rest = [line.text[end:]]
        if line.code:
            rest += [other.text for other in lines[number + 1 : number + _MOST_WINDOW] if other.code]
        arguments = _arguments("\n".join(rest))
        if (
            arguments is None
            or re.search(rf"(?<![\w.]){re.escape(one.name)}\s*(?:=(?!=)|:\s|[,)]|$)", arguments) is None
        ):
            return None
        return Confidence.LOW if one.open else Confidence.HIGH


def keys_of(one: Gone) -> frozenset[str]:
    """Returns the texts by which something that is gone is looked for; what is no name by its form needs its owner."""
    if one.kind in {"flag", "path", "module"}:
        return frozenset({one.name})
    name = last(one.owner if one.kind == "parameter" else one.name)
    if is_distinctive(name) or (one.kind == "key" and "-" in name):
        return frozenset({name})
    return frozenset(f"{owner}.{name}" for owner in owners(one))


def owners(one: Gone) -> frozenset[str]:
    """Returns what may stand before the dot of a symbol: its class, else its module."""
    if one.kind not in {"function", "class", "variable"}:
        return frozenset()
    holder = one.name.rpartition(".")[0]
    stem = splitext(basename(one.path))[0]
    return frozenset({last(holder)} if holder else {stem, basename(dirname(one.path))} - {"__init__", ""})


def _arguments(text: str) -> str | None:
    """Returns what stands between the parentheses that a text begins with."""
    if not text.startswith("("):
        return None
    depth = 0
    for place, character in enumerate(text[:2_000]):
        depth += (character in "([{") - (character in ")]}")
        if not depth:
            return text[1:place]
    return None


def _in_span(text: str, place: int) -> bool:
    return any(span.start("text") <= place < span.end("text") for span in _SPAN.finditer(text))


def _defines(code: Sequence[str], drift: Drift) -> bool:
    """Tells whether the examples of a document define a name themselves."""
    if drift.kind == "flag":
        return any(one.sure and one.name == drift.name for text in code for one in options(text))
    if drift.kind not in {"function", "class", "variable"}:
        return False
    definition = re.compile(_DEFINES.format(re.escape(last(drift.name))))
    return any(definition.search(text) for text in code)


def _drift(path: str, line: int, one: Gone, confidence: Confidence) -> Drift:
    return Drift(
        path=path,
        line=line,
        name=one.name if one.kind in {"flag", "path", "module", "parameter"} else last(one.name),
        kind=one.kind,
        defined_in=one.path,
        gone_since=one.commit,
        new_name=one.new_name,
        owner=one.owner or None,
        confidence=confidence,
    )
