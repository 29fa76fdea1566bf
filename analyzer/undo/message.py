"""What a commit message says of the things that a change takes back."""

import re
from collections.abc import Collection, Iterable

from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.patterns import later
from agentguard.analyzer.words import IDENTIFIER, without_trailers, words_of


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_GOES_BACK = _words(
    "revert|restor|undo|undid|reinstat|re-?add|re-?enabl|downgrad|unpin",
    r"roll(?:s|ed|ing)?[ -]?back|back(?:s|ed|ing)?[ -]?out|(?:bring|brings|brought|take|takes|took|taken) back\b",
    r"back to\b|(?:go|goes|went|put|puts)\b.* back\b",
)
# Who removes something on purpose says it in one of many words.
_TAKES_OUT = _words(
    "remov|drop|delet|disabl|strip|get(?:s|ting)? rid|kill|prun|clean|unused|unneeded|unnecessary|redundant|deprecat",
    r"simplif|shorten|trim|skip|(?:keep|take|leav)\w* .*\bout\b|(?:cut|stop|not?|without|less|rip|dead)\b",
    r"do(?:n.?t| not)\b",
)
_REWORKS = _words(
    r"instead of\b|replac|mov(?:e|ed|es|ing)\b|extract|refactor|rewr|rework|split|merg|consolidat|unif|avoid|switch",
    "migrat|renam",
)
_ADMITS = _words(r"wrong|mistak|accident|oops|unintend|unrelated|forg[oe]t|regress|initial\b")
_MAKES_VERSION = _words(r"bump|releas|version|prepar|(?:back to|post[ -]?release|next) dev|v?\d+\.\d+")
_VERSION = later(rb"v?\d+\.\d[\w.+-]*|[.+-]?(?:dev|rc|post|alpha|beta|snapshot)[\w.]*", re.IGNORECASE)
_ID = later(r"\b[0-9a-f]{7,40}\b")
_NUMBER = later(r"#\d+")
_MAX_BODY = 4_000
_MAX_LINE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a message talks about.

    Attributes:
        subject: its first line.
        words: stems of the subject.
        all_words: stems of the whole message.
        lines: the lines of the body.
        references: ids of commits and numbers of issues in it.
    """

    subject: str
    words: frozenset[str]
    all_words: frozenset[str]
    lines: tuple[str, ...]
    references: frozenset[str]

    @property
    def goes_back(self) -> bool:
        """The subject says that something becomes what it was."""
        return _GOES_BACK.search(self.subject) is not None

    @property
    def takes_out(self) -> bool:
        """The subject says that something goes away."""
        return _TAKES_OUT.search(self.subject) is not None

    @property
    def reworks(self) -> bool:
        """The subject says that something takes another form."""
        return _REWORKS.search(self.subject) is not None

    @property
    def admits(self) -> bool:
        """The subject says that something before was a mistake."""
        return _ADMITS.search(self.subject) is not None

    @property
    def makes_version(self) -> bool:
        """The subject says that the change is about a version."""
        return _MAKES_VERSION.search(self.subject) is not None

    def tells_back(self, about: Collection[str]) -> bool:
        """Tells whether a line of the body says of some words that their thing becomes what it was."""
        return any(_GOES_BACK.search(line) and not about_nothing(line, about) for line in self.lines)

    def refers_to(self, other: "Said", commit: str) -> bool:
        """Tells whether it names another commit by its id, or an issue that the other names, too."""
        ids = {name for name in self.references if not name.startswith("#")}
        numbers = {name for name in self.references & other.references if name.startswith("#")}
        return bool(numbers) or any(commit.startswith(name) for name in ids)


def read_said(message: str) -> Said:
    """Reads a message; trailers, links and ids are no words of it."""
    subject, _, body = message.strip().partition("\n")
    body = body[:_MAX_BODY]
    plain = _ID.sub(" ", without_trailers(f"{subject}\n{body}"))
    first, _, rest = plain.partition("\n")
    words = frozenset(words_of(first))
    return Said(
        subject=subject[:_MAX_LINE],
        words=words,
        all_words=words | frozenset(words_of(rest)),
        lines=tuple(line for line in body.splitlines() if line.strip()),
        references=frozenset(_ID.findall(f"{subject}\n{body}")) | frozenset(_NUMBER.findall(subject)),
    )


def differ_in_versions(gone: Iterable[bytes], back: Iterable[bytes]) -> bool:
    """Tells whether lines are the same but for the numbers of versions in them."""
    one, other = (sorted(_VERSION.sub(b"", line).strip() for line in side) for side in (gone, back))
    return one == other


def words_in(lines: Iterable[bytes]) -> frozenset[str]:
    """Returns the stems of the identifiers in some lines of a file."""
    found: set[str] = set()
    for line in lines:
        for name in IDENTIFIER.findall(line[:_MAX_LINE].decode("utf-8", "replace")):
            found.update(words_of(name))
    return frozenset(found)


def about_nothing(line: str, words: Collection[str]) -> bool:
    """Tells whether a line of a message has none of some words."""
    return not any(word in words for name in IDENTIFIER.findall(line[:_MAX_LINE]) for word in words_of(name))
