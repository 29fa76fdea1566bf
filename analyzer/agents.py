"""Tells which coding agent wrote a commit, from what the agents themselves leave in it.

People come first: an agent's name alone is no proof, since people are called Claude, Devin and Jules. It takes an
address or a login that only the agent has, a product's full name, or a trailer that names a tool.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from agentguard.analyzer.model.history import CommitRecord

_MAX_TRAILERS = 50
_MAX_LINE = 300


class _Agent(NamedTuple):
    """What gives one agent away.

    Attributes:
        name: how reports call it.
        word: its one-word name, which may be a person's as well.
        products: a pattern of names that no person has.
        mails: a pattern of its addresses.
        logins: its accounts on forges, lower case, without `[bot]`.
    """

    name: str
    word: str
    products: str = "(?!)"
    mails: str = "(?!)"
    logins: frozenset[str] = frozenset()


_AGENTS = (
    _Agent(
        "Claude",
        "claude",
        r"claude[ -](code|agent|bot|ai|opus|sonnet|haiku|fable|instant|mpm|\d)\b.*",
        r"(noreply|claude[\w.+-]*)@(anthropic\.com|claude\.(ai|com))",
        frozenset({"claude", "claude-code", "anthropic-claude"}),
    ),
    _Agent(
        "Codex",
        "codex",
        r"(openai[ -])?codex[ -](cli|agent|bot|gpt)\b.*|openai[ -]codex|gpt-\d\S*[ -]codex.*|codex-connector",
        r"(noreply|codex[\w.+-]*)@openai\.com|codex@(codex\.)?chatgpt\.com",
        frozenset({"chatgpt-codex-connector", "openai-codex", "codex"}),
    ),
    _Agent(
        "Copilot",
        "copilot",
        r"(github[ -])?copilot([ -](swe[ -])?agent|[ -]chat|[ -]cli|[ -]autofix\b.*|[ -]workspace)|github[ -]copilot",
        r"copilot@github\.com",
        frozenset({"copilot", "copilot-swe-agent", "copilot-pull-request-reviewer", "github-copilot"}),
    ),
    _Agent("Cursor", "cursor", r"cursor[ -](agent|ai|bot)", r"(cursor)?agent@cursor\.(com|sh)", frozenset({"cursor"})),
    _Agent(
        "Gemini",
        "gemini",
        r"(google[ -])?gemini[ -](cli|code[ -]assist|agent|pro|flash|\d)\b.*",
        r"(noreply|gemini[\w.+-]*)@google\.com|gemini-cli@\S+",
        frozenset({"gemini-code-assist", "gemini-cli", "gemini-cli-robot"}),
    ),
    _Agent(
        "Devin",
        "devin",
        r"devin[ -]ai([ -]integration)?",
        r"(noreply|devin[\w.+-]*)@(cognition|cognition-labs|devin)\.(ai|com)",
        frozenset({"devin-ai-integration"}),
    ),
    _Agent(
        "Aider", "aider", r"aider \([^)]*\)|.+ \(aider\)", r"(noreply|aider)@aider\.chat", frozenset({"aider-chat-bot"})
    ),
    _Agent("Jules", "jules", r"google[ -](labs[ -])?jules", r"jules@google\.com", frozenset({"google-labs-jules"})),
    _Agent(
        "OpenHands",
        "openhands",
        r"openhands([ -](agent|ai|bot))?|all-hands-bot",
        r"openhands@(all-hands|openhands)\.dev",
        frozenset({"openhands-agent", "openhands-ai", "openhands", "all-hands-bot"}),
    ),
    _Agent(
        "Windsurf",
        "windsurf",
        r"windsurf[ -](cascade|agent|ai|bot)|cascade[ -]ai",
        r"\S+@(windsurf|codeium)\.com",
        frozenset({"windsurf-bot"}),
    ),
    _Agent("Amp", "amp", r"(sourcegraph[ -])amp|amp[ -](code|agent)", r"amp@(ampcode|sourcegraph)\.com"),
    _Agent("Sweep", "sweep", r"sweep[ -](ai|bot|nightly)", r"\S+@sweep\.dev", frozenset({"sweep-ai", "sweep-nightly"})),
    _Agent(
        "opencode",
        "opencode",
        r"opencode([ -](agent|ai|bot))?",
        r"\S+@opencode\.ai",
        frozenset({"opencode", "opencode-agent", "opencode-ai"}),
    ),
    _Agent("Crush", "crush", r"charm[ -]crush", r"crush@charm\.(land|sh)"),
    _Agent(
        "Qwen Code", "qwen-coder", r"qwen[ -]cod(e|er)\b.*", r"qwen-coder@alibabacloud\.com", frozenset({"qwen-coder"})
    ),
    _Agent("Warp", "warp", r"warp[ -]agent", r"(oz-)?agent@warp\.dev", frozenset({"warp-agent"})),
    _Agent("Droid", "factory-droid", r"factory[ -]droid", r"droid@factory\.ai", frozenset({"factory-droid"})),
    _Agent("Roo Code", "roo-code", r"roo[ -]code", r"\S+@roocode\.com", frozenset({"roomote", "roomote-agent"})),
    _Agent("Junie", "junie", r"jetbrains[ -]junie|junie[ -](agent|ai|bot)", r"junie@jetbrains\.com"),
    _Agent("Kiro", "kiro", r"kiro[ -](agent|ai|bot)", r"\S+@kiro\.dev", frozenset({"kiro-agent"})),
    _Agent("Replit", "replit", r"replit[ -]agent", r"\S+@replit\.com", frozenset({"replit-agent"})),
)

_PRODUCTS = tuple(
    (agent, re.compile(agent.products, re.IGNORECASE), re.compile(agent.mails, re.IGNORECASE)) for agent in _AGENTS
)
_ANY_PRODUCT, _ANY_MAIL = (
    re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
    for patterns in ([agent.products for agent in _AGENTS], [agent.mails for agent in _AGENTS])
)
_BY_LOGIN = {login: agent.name for agent in _AGENTS for login in agent.logins}
_BY_WORD = {agent.word: agent.name for agent in _AGENTS}
_WORDS = "|".join(sorted((re.escape(agent.word) for agent in _AGENTS), key=len, reverse=True))

_CREDIT = re.compile(
    r"^[ \t]*(co-authored|generated|assisted|written|implemented|ai-assisted)-by:[ \t]*(.+)$", re.I | re.M
)
_SESSION = re.compile(rf"^[ \t]*({_WORDS})(-code)?-(session|thread|task|agent)(-id|-url)?:", re.I | re.M)
_SENTENCE = re.compile(
    rf"^\W{{0,8}}(?:generated|created|written|authored) (?:with|by|using) \[?((?:{_WORDS})[^\]\n(]{{0,40}})",
    re.I | re.M,
)
_IDENTITY = re.compile(r"(?P<name>[^<]*)(?:<(?P<mail>[^>]*)>?)?")
_FORGE = re.compile(r"(?:\d+\+)?(?P<login>[^@+]+)@users\.noreply\.github\.com", re.I)
# What may follow a tool's word in a trailer without making it a person's name: a version, a model, a remark.
_TOOL = re.compile(rf"({_WORDS})(\s*[:(/,\[\d].*|\s+v?\d.*|\s+(via|with|using|in|by)\b.*)?", re.I)


def agent_of(commit: CommitRecord) -> str | None:
    """Returns the name of the agent that wrote or helped to write a commit, None where nothing tells of one."""
    known = _agent_named(commit.author, commit.email)
    if known is not None:
        return known
    # Almost all commits of a history end here; the patterns are kept for the few that they could match.
    return _agent_in(commit.message) if _has_hint(commit.message) else None


def _has_hint(message: str) -> bool:
    # A loop would cost twice the time of all the searches.
    return (
        "-by:" in message
        or "-By:" in message
        or "ed with " in message
        or "ed by " in message
        or "ed using " in message
        or "-Session" in message
        or "-session" in message
        or "-Thread" in message
    )


def _agent_in(message: str) -> str | None:
    for number, credit in enumerate(_CREDIT.finditer(message)):
        if number == _MAX_TRAILERS:
            break
        kind, value = credit[1].casefold(), credit[2][:_MAX_LINE]
        identity = _IDENTITY.match(value)
        name, mail = (identity["name"], identity["mail"]) if identity else (value, None)
        found = _agent_named(name.strip(), (mail or "").strip())
        if found is None and mail is None and (kind != "co-authored" or "[" in name):
            found = _tool(name.strip())
        if found is not None:
            return found
    session = _SESSION.search(message)
    if session:
        return _BY_WORD[session[1].casefold()]
    sentence = _SENTENCE.search(message)
    return _tool(sentence[1].strip()) if sentence else None


def _tool(text: str) -> str | None:
    """Reads what a trailer calls a tool, as in `Assisted-by: Claude:some-model`."""
    found = _TOOL.fullmatch(text)
    return _BY_WORD[found[1].casefold()] if found else _agent_named(text, "")


@lru_cache(maxsize=4096)
def _agent_named(name: str, mail: str) -> str | None:
    forge = _FORGE.fullmatch(mail)
    account = forge["login"] if forge else ""
    for login in (name, account):
        if login.endswith("[bot]") and (known := _BY_LOGIN.get(login.removesuffix("[bot]").casefold())):
            return known
    if name.casefold() == account.casefold() == "copilot":
        return "Copilot"
    # People come first here too: one look at all patterns instead of one at each.
    if not (_ANY_MAIL.fullmatch(mail) or _ANY_PRODUCT.fullmatch(name[:_MAX_LINE])):
        return None
    for agent, products, mails in _PRODUCTS:
        if mails.fullmatch(mail) or products.fullmatch(name[:_MAX_LINE]):
            return agent.name
    return None
