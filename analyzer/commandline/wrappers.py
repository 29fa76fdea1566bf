"""Programs that start the command behind them, such as `sudo`, `timeout` and `env`."""

import re
from collections.abc import Mapping, Sequence

from agentguard.analyzer.commandline.word import Word
from agentguard.analyzer.model.value import dataclass

_CLUSTER_WITH_SCRIPT = re.compile(r"-[a-z]+c\Z")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


@dataclass(frozen=True, slots=True)
class Wrapper:
    """How the command behind a program is found.

    Attributes:
        values: its options that have a value in the next word.
        operands: how many words of its own stand in front of the command.
        scripts: its options whose value is a text for the shell.
        looks: its options by which it runs nothing.
    """

    values: str = ""
    operands: int = 0
    scripts: str = ""
    looks: str = ""


WRAPPERS: Mapping[str, Wrapper] = {
    "bwrap": Wrapper(),
    "builtin": Wrapper(),
    "caffeinate": Wrapper("-t -w"),
    "chronic": Wrapper(),
    "chroot": Wrapper("", 1),
    "chrt": Wrapper("-T -P -D", 1),
    "command": Wrapper(looks="-v -V"),
    "coproc": Wrapper(),
    "dbus-run-session": Wrapper("--config-file --dbus-daemon"),
    "doas": Wrapper("-u -C"),
    "eatmydata": Wrapper(),
    "exec": Wrapper("-a"),
    "fakeroot": Wrapper("-s -i -l -f --lib --faked --save-file --load-file"),
    "faketime": Wrapper("", 1),
    "firejail": Wrapper(),
    "flock": Wrapper("-w --wait --timeout -E --conflict-exit-code", 1, "-c --command"),
    "gnice": Wrapper("-n --adjustment"),
    "gtime": Wrapper("-f --format -o --output"),
    "gtimeout": Wrapper("-k --kill-after -s --signal", 1),
    "ionice": Wrapper("-c --class -n --classdata -p --pid -P --pgid -u --uid"),
    "ltrace": Wrapper("-e -o -p -s -u -n"),
    "nice": Wrapper("-n --adjustment"),
    "nix-shell": Wrapper("-p -I -A", scripts="--run --command"),
    "nocache": Wrapper("-n"),
    "noglob": Wrapper(),
    "nohup": Wrapper(),
    "numactl": Wrapper("-C -m -N -i"),
    "prlimit": Wrapper(),
    "proot": Wrapper("-r -b -w -q"),
    "runuser": Wrapper("-u -g -G -s", scripts="-c --command"),
    "script": Wrapper("-o -T -t -E -m", 9, "-c --command"),
    "setarch": Wrapper("", 1),
    "setpriv": Wrapper(),
    "setsid": Wrapper(),
    "stdbuf": Wrapper("-i -o -e --input --output --error"),
    "strace": Wrapper("-a -b -e -E -I -o -O -p -P -s -S -u -U -X"),
    "su": Wrapper("-g -G -s -w --group --shell", 9, "-c --command"),
    "sudo": Wrapper(
        "-u --user -g --group -h --host -p --prompt -C --close-from -D --chdir -r --role -t --type -T "
        "--command-timeout -R --chroot -U --other-user",
        looks="-l --list -v --validate -K -k -e --edit",
    ),
    "systemd-run": Wrapper("-u --unit -p --property -t -M -H -E --setenv --description --slice --uid --gid"),
    "taskset": Wrapper("", 1),
    "time": Wrapper("-f --format -o --output"),
    "timeout": Wrapper("-k --kill-after -s --signal", 1),
    "unbuffer": Wrapper(),
    "unshare": Wrapper("-S -G -R -w"),
    "xvfb-run": Wrapper("-n -s -e -f -w -p --server-args"),
}
# Programs that start the command behind one of their own words.
RUNNERS: Mapping[str, frozenset[str]] = {
    "bundle": frozenset({"exec"}),
    "busybox": frozenset(),
    "conda": frozenset({"run"}),
    "devbox": frozenset({"run"}),
    "direnv": frozenset({"exec"}),
    "hatch": frozenset({"run"}),
    "mise": frozenset({"exec", "x"}),
    "npm": frozenset({"exec", "x"}),
    "pdm": frozenset({"run"}),
    "pipenv": frozenset({"run"}),
    "pixi": frozenset({"run"}),
    "pnpm": frozenset({"exec"}),
    "poetry": frozenset({"run"}),
    "toybox": frozenset(),
    "uv": frozenset({"run"}),
    "yarn": frozenset({"exec", "run"}),
}


def wrapped(words: Sequence[Word], wrapper: Wrapper) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Returns the texts for the shell and the command that a program was given.

    Args:
        words: the program and its arguments.
        wrapper: how they are read.
    """
    values, scripts, looks = wrapper.values.split(), wrapper.scripts.split(), wrapper.looks.split()
    texts: list[Word] = []
    operands = wrapper.operands
    place = 1
    while place < len(words):
        text = words[place].text
        name, equals, _ = text.partition("=")
        if text == "--":
            place += 1
            break
        if text in looks:
            return (), ()
        takes_script = text in scripts or (bool(scripts) and _CLUSTER_WITH_SCRIPT.match(text) is not None)
        if takes_script:
            texts += words[place + 1 : place + 2]
        elif name in scripts and equals:
            texts.append(Word(text[len(name) + 1 :], words[place].source, words[place].origin))
        if text.startswith("-"):
            place += 2 if text in values or takes_script else 1
        elif (
            text == "!"
            or _ASSIGNMENT.match(text)
            or "{" in {text, *(word.text for word in words[place + 1 : place + 2])}
        ):
            place += 1
        elif operands:
            operands -= 1
            place += 1
        else:
            break
    return tuple(texts), tuple(words[place + (operands if words[place - 1].text == "--" else 0) :])


def behind_runner(words: Sequence[Word]) -> tuple[Word, ...]:
    """Returns the command behind a program such as `uv run`, empty where that is no git or shell."""
    verbs = RUNNERS.get(words[0].text.rpartition("/")[2])
    if verbs is None:
        return ()
    place = 1
    if verbs:
        place = next((at for at, word in enumerate(words) if at and word.text in verbs), len(words)) + 1
    while place < len(words) and words[place].text.startswith("-"):
        place += 1
    return tuple(words[place + (words[0].text == "direnv") :])
