from agentguard.analyzer.report.folders import Group, group_paths


def test_a_folder_of_three_files_is_one_group_with_its_most_frequent_reason() -> None:
    paths = [("docs/a/1.md", "x"), ("docs/a/2.md", "y"), ("docs/a/b/3.md", "x")]
    assert group_paths(paths) == (Group(3, "docs/a/**", "x", 1),)


def test_fewer_files_and_those_at_the_top_are_listed_path_by_path() -> None:
    paths = [("b.md", "1"), ("a.md", "2"), ("c.md", "3"), ("src/x.py", "4"), ("src/y.py", "5")]
    assert [group.label for group in group_paths(paths)] == ["a.md", "b.md", "c.md", "src/x.py", "src/y.py"]


def test_the_largest_group_comes_first() -> None:
    paths = [(f"a/{n}", "") for n in range(3)] + [(f"b/{n}", "") for n in range(4)]
    assert [(group.files, group.label) for group in group_paths(paths)] == [(4, "b/**"), (3, "a/**")]


def test_nothing_makes_no_group() -> None:
    assert group_paths([]) == ()


def test_a_folder_that_holds_other_paths_of_the_commit_says_how_many() -> None:
    (group,) = group_paths([(f"src/{n}.py", "") for n in range(3)], ["src/main.py", "srcs/x.py"])
    assert (group.label, group.extent) == ("src/**", ", of 4 there")
    (alone,) = group_paths([(f"src/{n}.py", "") for n in range(3)])
    assert alone.extent == ""
