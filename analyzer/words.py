"""Splits text, identifiers and paths into comparable words."""

import re
from functools import lru_cache

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,}")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "ies", "ied", "ed", "er", "es", "s", "y", "e")
_COMMON_TEXT = """
a about above accidentally actually add added adding adds after again against all allow allows also always an
and any are as at available avoid be because before being better between both but by call can cannot change
changed changes chore ci clean cleanup co code com commit correct correctly could did do does doesn docs done
don drop each either else ensure even ever every example feat feature file files first fix fixed fixes fixing
for from get gets github given go good had handle handling has have how http https if implement implemented
implements important improve improved improvement in initial instead into is isn issue it its just keep let like
make makes making merge minor missing more most move moved much must need needs new no non not now of off old on
once one only or other our out over own per perf please possible pr properly pull put re refactor remove removed
removes removing rename replace request resolve resolves revert review reviewed see set should show signed
simplify since small so some still style such support supports test tests than that the their them then there
these they this those to too try two under unused up update updated updates updating use used uses using very
via want was way we were what when where which while will with within without work works would you your
"""
_COMMON = frozenset(_COMMON_TEXT.split())
_TRAILER = re.compile(r"^(?:[A-Z][A-Za-z-]+-[Bb]y|Change-Id|Agentguard-[A-Za-z]+|Generated|🤖).*$", re.MULTILINE)
_LINK = re.compile(r"https?://\S+|#\d+")


def without_trailers(message: str) -> str:
    """Returns a commit message without its trailers, links and numbers of issues."""
    return _LINK.sub(" ", _TRAILER.sub("", message))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Cuts common endings, so that `parsing`, `parser` and `parse` meet."""
    low = word.lower()
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            return low[: -len(ending)]
    return low


@lru_cache(maxsize=65_536)
def words_of(identifier: str) -> tuple[str, ...]:
    """Returns the stems of the parts of an identifier, a path or a phrase, without words that say nothing."""
    parts = (part.lower() for part in _PART.findall(identifier))
    return tuple(stem(part) for part in parts if len(part) > 1 and part not in _COMMON and not part.isdigit())


def is_test_path(path: str) -> bool:
    """Tells whether a path looks like a test."""
    folders, _, name = path.lower().rpartition("/")
    return (
        name.startswith(("test_", "test-", "tests.", "conftest"))
        or ".test." in name
        or ".spec." in name
        or name.partition(".")[0].endswith(("_test", "_tests", "-test", "_spec"))
        or any(folder in {"test", "tests", "__tests__", "testing", "spec", "specs"} for folder in folders.split("/"))
    )


_SUBJECT = re.compile(r"^(?:tests?[_-])|(?:[_-]tests?|[_-]spec|\.test|\.spec)$")
_NAMELESS = frozenset({"__init__", "index", "mod", "main", "readme", "__main__", "conftest", "skill", "package"})


@lru_cache(maxsize=65_536)
def subject_of(path: str) -> str:
    """Returns what a file is about by its name: the stem without test affixes, or its folder where it has none."""
    folder, _, name = path.lower().rpartition("/")
    base = name.lstrip(".").partition(".")[0] if ".test." not in name and ".spec." not in name else name.split(".")[0]
    base = _SUBJECT.sub("", base).replace("-", "_").strip("_") or base
    if base in _NAMELESS or name.startswith("__init__"):
        return folder.rpartition("/")[2] or base
    return base
