"""Which language a file is written in, and which grammar reads it."""

from posixpath import basename

from agentguard.analyzer.model.value import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One row of the grammar table; a row with a grammar has its query in `queries/<name>.scm`.

    Attributes:
        name: how the language is called everywhere.
        suffixes: endings of file names, lower case, with the dot.
        file_names: whole file names that say the language by themselves.
        grammar: the package of the tree-sitter grammar; None where another parser reads the language.
    """

    name: str
    suffixes: frozenset[str]
    file_names: frozenset[str] = frozenset()
    grammar: str | None = None


LANGUAGES: tuple[Language, ...] = (
    Language(name="python", suffixes=frozenset({".py", ".pyi", ".pyw"}), grammar="tree_sitter_python"),
    Language(name="bash", suffixes=frozenset({".sh", ".bash"}), grammar="tree_sitter_bash"),
    Language(name="json", suffixes=frozenset({".json", ".jsonc"})),
    Language(name="toml", suffixes=frozenset({".toml"}), file_names=frozenset({"pipfile"})),
    Language(name="yaml", suffixes=frozenset({".yaml", ".yml"})),
    Language(
        name="ini",
        suffixes=frozenset({".ini", ".cfg"}),
        file_names=frozenset({".coveragerc", ".editorconfig", ".flake8", ".pylintrc"}),
    ),
    Language(name="env", suffixes=frozenset({".env"}), file_names=frozenset({".env"})),
    Language(name="markdown", suffixes=frozenset({".md", ".markdown"})),
    Language(name="rst", suffixes=frozenset({".rst"})),
)
_BY_NAME = {language.name: language for language in LANGUAGES}
_BY_SUFFIX = {suffix: language.name for language in LANGUAGES for suffix in language.suffixes}
_BY_FILE_NAME = {name: language.name for language in LANGUAGES for name in language.file_names}


def language_of(path: str) -> str | None:
    """Returns the name of the language of a file, told by its path; None where the table does not know it."""
    name = basename(path).lower()
    if name in _BY_FILE_NAME:
        return _BY_FILE_NAME[name]
    if name.startswith(".env."):
        return "env"
    _, dot, suffix = name.rpartition(".")
    return _BY_SUFFIX.get(dot + suffix) if dot else None


def package_of(language: str) -> str | None:
    """Returns the package of a language's grammar, None where tree-sitter does not read it."""
    row = _BY_NAME.get(language)
    return row.grammar if row is not None else None
