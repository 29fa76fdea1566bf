from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.model.topic import OffTopic, TopicSplit, Verdict
from agentguard.analyzer.topic.large import MAX_FILES, sample, spread

names = st.lists(st.from_regex(r"[ab](/[ab]){0,3}/[a-z]{1,3}", fullmatch=True), unique=True, min_size=1, max_size=40)


def sweep(on: list[str], off: list[str]) -> TopicSplit:
    reasons = tuple(OffTopic(path=path, reason="no tie") for path in off)
    return TopicSplit(verdict=Verdict.SWEEP, reason="2 of 3", on_topic=tuple(on), off_topic=reasons)


def test_few_files_are_their_own_sample() -> None:
    assert list(sample([f"{number}.py" for number in range(MAX_FILES)], "message")) == list(range(MAX_FILES))


def test_a_sample_is_spread_over_all_files() -> None:
    chosen = sample([f"{number:05}.py" for number in range(10_000)], "message")
    assert len(chosen) == MAX_FILES
    assert chosen[0] == 0
    assert chosen[-1] >= 9_900


def test_what_the_message_is_about_is_in_the_sample() -> None:
    paths = [*(f"ideas/{number:05}.md" for number in range(10_000)), "src/token.py"]
    assert 10_000 in sample(sorted(paths), "Renew the token")


def test_files_go_where_those_beside_them_went() -> None:
    split = spread(sweep(["src/a.py", "src/b.py"], ["log/1", "log/2"]), ["src/a.py", "src/c.py", "log/sub/3", "log/1"])
    assert split.on_topic == ("src/a.py", "src/b.py", "src/c.py")
    assert [entry.path for entry in split.off_topic] == ["log/1", "log/2", "log/sub/3"]


def test_a_declared_file_stays_whatever_is_beside_it() -> None:
    split = spread(sweep([], ["log/1"]), ["log/1", "log/2"], lambda path: path == "log/2")
    assert split.on_topic == ("log/2",)


def test_all_files_of_a_focused_commit_are_on_topic() -> None:
    split = TopicSplit(verdict=Verdict.FOCUSED, reason="one topic", on_topic=("a", "b"))
    assert spread(split, ["b", "a", "c"]).on_topic == ("a", "b", "c")


def test_files_that_are_named_in_doubt_are_not_on_topic_as_well() -> None:
    split = replace(sweep(["src/a"], ["log/1"]), verdict=Verdict.FOCUSED)
    whole = spread(split, ["log/1", "log/2", "src/a", "src/b"])
    assert whole.on_topic == ("src/a", "src/b")
    assert [entry.path for entry in whole.off_topic] == ["log/1", "log/2"]


def test_a_smaller_sample_can_be_asked_for() -> None:
    assert len(sample([f"{number:05}.py" for number in range(500)], "message", 48)) == 48


@given(names, st.data())
def test_every_file_is_on_one_side_and_judged_ones_stay(paths: list[str], data: st.DataObject) -> None:
    judged = data.draw(st.lists(st.sampled_from(paths), unique=True))
    side = data.draw(st.lists(st.booleans(), min_size=len(judged), max_size=len(judged)))
    on = [path for path, here in zip(judged, side, strict=True) if here]
    off = [path for path, here in zip(judged, side, strict=True) if not here]
    split = spread(sweep(on, off), paths)
    gone = [entry.path for entry in split.off_topic]
    assert sorted([*split.on_topic, *gone]) == sorted(paths)
    assert set(on) <= set(split.on_topic)
    assert set(off) <= set(gone)
