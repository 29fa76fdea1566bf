from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.topic import OffTopic, TopicSplit, Verdict
from evaluation.topics.cases import Case, Kind
from evaluation.topics.scores import Score, alarm_table, reliability_table, score, split_table

PATHS = [f"{letter}.py" for letter in "abcdef"]


def case(off: str = "def", kind: Kind = Kind.TANGLE) -> Case:
    commit = CommitRecord("1" * 40, ("2" * 40,), 0, "Ada", "a@a.invalid", "subject", [], PATHS)
    return Case(commit=commit, off_topic=frozenset(f"{letter}.py" for letter in off), kind=kind)


def split(off: str, confidence: float = 0.75, *, doubtful: bool = False) -> TopicSplit:
    return TopicSplit(
        verdict=Verdict.SWEEP if off and not doubtful else Verdict.FOCUSED,
        reason="",
        on_topic=tuple(path for path in PATHS if path[0] not in off),
        off_topic=tuple(OffTopic(path=f"{letter}.py", reason="") for letter in off),
        confidence=confidence,
    )


def judged(name: str, off: str, called: str, confidence: float = 0.75) -> Score:
    return score(name, case(off), split(called, confidence))


def test_found_and_kept_are_shares_of_the_two_sides() -> None:
    one = judged("r", "def", "cde")
    assert (one.sweep, one.found, one.kept, one.right) == (True, 2 / 3, 2 / 3, 2 / 3)
    assert one.balanced == 2 / 3


def test_a_commit_that_is_left_alone_keeps_everything() -> None:
    one = score("r", case(), None)
    assert (one.sweep, one.found, one.kept) == (False, 0.0, 1.0)


def test_files_that_are_named_in_doubt_count_beside_the_verdict() -> None:
    one = score("r", case(), split("def", doubtful=True))
    assert (one.sweep, one.listed, one.balanced, one.strict) == (False, True, 1.0, 0.5)


def test_repositories_count_the_same_however_many_cases_they_have() -> None:
    table = split_table([judged("one", "def", "def"), judged("one", "def", "def"), judged("two", "def", "")])
    assert table.splitlines()[2:] == [
        "| one | 2 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |",
        "| two | 1 | 0.000 | 0.500 | 0.000 | 0.000 | 1.000 | 0.500 |",
        "| mean of repositories | 3 | 0.500 | 0.750 | 0.500 | 0.500 | 1.000 | 0.750 |",
    ]


def test_alarms_are_counted_by_repository_and_in_all() -> None:
    splits = [split(""), split("abc"), split("abc", doubtful=True), split("")]
    scores = [score("one", case("", Kind.LEGITIMATE), one) for one in splits]
    assert alarm_table(scores).splitlines()[2:] == [
        "| one | 4 | 1 | 25.0% | 2 | 50.0% |",
        "| all | 4 | 1 | 25.0% | 2 | 50.0% |",
    ]


def test_reliability_holds_confidence_against_truth() -> None:
    scores = [judged("r", "def", "def", confidence=0.95), judged("r", "def", "ade", confidence=0.65)]
    assert reliability_table(scores).splitlines()[2:] == [
        "| 0.6 to 0.7 | 1 | 0.65 | 0.67 |",
        "| 0.9 to 1.0 | 1 | 0.95 | 1.00 |",
    ]
