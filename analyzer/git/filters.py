"""Keeps git from running programs over the content of files."""

from agentguard.analyzer.git.process import Git


def without_filters(git: Git) -> Git:
    """Returns the same way of asking, with every clean filter (LFS, git-crypt) switched off: it would run a program."""
    answer = git.run("config", "--null", "--name-only", "--get-regexp", r"^filter\..*\.(clean|process)$", ok=(0, 1))
    drivers = {name.removeprefix("filter.").rpartition(".")[0] for name in answer.fields()}
    settings = (("clean", ""), ("process", ""), ("required", "false"))
    return git.with_config(
        tuple(f"filter.{driver}.{key}={value}" for driver in sorted(drivers) for key, value in settings)
    )
