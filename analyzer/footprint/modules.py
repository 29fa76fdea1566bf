"""Which file an import names."""

import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from posixpath import dirname

_SUFFIX = ".py"
_PACKAGE = "__init__.py"
_USUAL_ROOTS = frozenset({"", "src", "lib", "python"})
_PROJECT_FILES = ("pyproject.toml", "setup.py", "setup.cfg")
# Trees whose index is kept: most pieces of work have the very paths of their base.
_REMEMBERED = 16


class ModuleIndex:
    """Finds Python modules among the paths of a tree: packages, `src/` layouts, namespace packages, monorepos."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(paths)

    @cached_property
    def _by_last_name(self) -> dict[str, list[str]]:
        """Paths of module files without their suffix (packages by their folder), by the last part of the name."""
        index: dict[str, list[str]] = defaultdict(list)
        for path in self._paths:
            if path.endswith("/" + _PACKAGE):
                stem = path[: -len(_PACKAGE) - 1]
            elif path.endswith(_SUFFIX):
                stem = path[: -len(_SUFFIX)]
            else:
                continue
            index[stem.rpartition("/")[2]].append(stem)
        return index

    def absolute(self, module: str, near: str) -> str | None:
        """Returns the path of the module that `import module` names in the file `near`, None where it is foreign."""
        tail = module.replace(".", "/")
        found = []
        for stem in self._by_last_name.get(tail.rpartition("/")[2], ()):
            if stem == tail or stem.endswith("/" + tail):
                root = stem[: -len(tail)].rstrip("/")
                if self._may_be_root(root, near, module):
                    found.append((not _is_below(near, root), root + "/" + _PACKAGE in self._paths, -len(root), stem))
        return self._file(min(found)[3]) if found else None

    def relative(self, module: str, level: int, near: str) -> str | None:
        """Returns the path of the module that `from ..module import` names; an empty module is the package itself."""
        folder = dirname(near)
        for _ in range(level - 1):
            if not folder:
                return None
            folder = dirname(folder)
        stem = "/".join(filter(None, (folder, module.replace(".", "/"))))
        return self._file(stem)

    def package_folder(self, module: str, level: int, near: str) -> str:
        """Returns the folder that a relative import starts from, for names that are modules in a namespace package."""
        folder = near
        for _ in range(level):
            folder = dirname(folder)
        return "/".join(filter(None, (folder, module.replace(".", "/"))))

    def file_in(self, folder: str, name: str) -> str | None:
        """Returns the module `name` of a folder."""
        return self._file("/".join(filter(None, (folder, name))))

    def _file(self, stem: str) -> str | None:
        candidates = (f"{stem}/{_PACKAGE}" if stem else _PACKAGE, f"{stem}{_SUFFIX}")
        return next((path for path in candidates if path in self._paths), None)

    def _may_be_root(self, root: str, near: str, module: str) -> bool:
        """Tells whether a folder can be on `sys.path` for a file: nothing else may shadow installed packages."""
        if module.partition(".")[0] in sys.stdlib_module_names:
            return root == dirname(near)
        if root in _USUAL_ROOTS or _is_below(near, root):
            return True
        project = dirname(root) if root.endswith("/src") else root
        return any(f"{project}/{name}" in self._paths for name in _PROJECT_FILES)


def _is_below(path: str, folder: str) -> bool:
    return not folder or path.startswith(folder + "/")


@lru_cache(maxsize=_REMEMBERED)
def modules_among(paths: frozenset[str]) -> ModuleIndex:
    """Returns the index of a tree's paths, one for all trees that have the same ones."""
    return ModuleIndex(paths)
