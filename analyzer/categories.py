"""What a file is for, told by its path; and whether a program wrote it, told by its name and first bytes."""

import re
from functools import lru_cache

from agentguard.analyzer.model.changes import Category
from agentguard.analyzer.patterns import later

# Folders repeat and base names repeat (`__init__.py`), so both halves of a path are worth remembering; bounded, since
# histories of any length pass through here.
_REMEMBERED = 1 << 15


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LOCKS = _words("""
    package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock shrinkwrap.yaml
    poetry.lock pdm.lock uv.lock pixi.lock pipfile.lock conda-lock.yml conda-lock.yaml pylock.toml
    cargo.lock go.sum go.work.sum gopkg.lock glide.lock gemfile.lock gems.locked composer.lock
    gradle.lockfile buildscript-gradle.lockfile verification-metadata.xml mix.lock rebar.lock pubspec.lock
    podfile.lock cartfile.resolved package.resolved packages.lock.json paket.lock project.assets.json
    flake.lock stack.yaml.lock cabal.project.freeze elm-stuff.lock chart.lock .terraform.lock.hcl
    module.bazel.lock conan.lock vcpkg-lock.json devbox.lock spago.lock manifest.toml.lock
""")
_BINARY = _words("""
    png jpg jpeg gif bmp ico icns webp avif heic tif tiff psd ai eps sketch fig xcf mp3 mp4 m4a wav ogg oga flac avi mov
    mkv webm pdf doc docx xls xlsx ppt pptx odt ods odp ttf otf woff woff2 eot zip gz tgz bz2 xz zst 7z rar tar jar war
    ear whl egg apk ipa deb rpm dmg iso msi exe dll so dylib a o obj lib bin dat pyc pyo pyd class node wasm db sqlite
    sqlite3 mdb pkl pickle npy npz h5 hdf5 parquet feather arrow onnx pt pth ckpt safetensors gguf tflite pb mo gmo
    p12 pfx jks keystore der swf blend glb fbx pack idx db-shm db-wal
    swp swo lzma mpg mpeg fpickle doctree inv
""")
_SOURCE = _words("""
    py pyi pyw pyx pxd pxi js jsx mjs cjs ts tsx mts cts vue svelte astro go rs java kt kts scala groovy clj cljs cljc
    rb erb rake php c h cc cpp cxx hh hpp hxx ipp m mm cs fs fsx vb swift dart lua pl pm t r jl ex exs erl hrl hs lhs
    elm ml mli nim zig v d pas f f90 f95 for asm s sh bash zsh fish ps1 bat cmd awk sql proto thrift graphql gql html
    htm xhtml css scss sass less styl jinja jinja2 j2 mako hbs ejs pug haml slim tmpl tpl ipynb tf hcl nix bzl star
    cmake glsl vert frag cu sol vim el lisp scm rkt coffee
""")
_DOCS = _words("md markdown mdx rst adoc asciidoc textile org pod rdoc tex texi trac wiki mediawiki license licence")
_MANUAL_PAGES = frozenset("12345678")
_CONFIG = _words("""
    toml yaml yml ini cfg conf json jsonc json5 env properties plist gradle sln csproj fsproj vcxproj props targets mk
    gemspec podspec cabal nuspec service desktop
""")
_CONFIG_NAMES = _words("""
    dockerfile containerfile makefile gnumakefile rakefile gemfile procfile vagrantfile jenkinsfile pipfile brewfile
    justfile cmakelists.txt meson.build build.bazel workspace go.mod go.work codeowners manifest.in pom.xml py.typed
    requirements.in .pylintrc .flake8 .coveragerc .gitignore .gitattributes .gitmodules .dockerignore .npmignore
    .editorconfig .envrc .mailmap .npmrc .nvmrc .python-version .prettierrc .eslintrc .babelrc .env cname
""")
_DOC_STEMS = _words("""
    readme license licence copying notice authors contributors maintainers changelog changes history news contributing
    code_of_conduct security support credits thanks acknowledgements install upgrading upgrade roadmap todo faq
    governance copyright patents unlicense
""")
# Without a suffix and in small letters these are commands more often than documents.
_COMMANDS = _words("install upgrade upgrading changes history news support security credits thanks todo faq")
_PROSE = frozenset({"", "txt", "html"})
_DATA_FOLDERS = _words("data dataset datasets locale locales i18n translations migrations seeds assets static")
_DATA = frozenset({"json", "yaml", "yml", "xml", "csv", "tsv", "jsonl", "ndjson"})
_TEST_FOLDERS = _words("test tests __tests__ testdata test_data testcases unittests e2e cypress __mocks__ androidtest")
_CODE_TEST_FOLDERS = frozenset({"spec", "specs", "t"})
FIXTURE_FOLDERS = _words("fixtures fixture testdata test_data test-data __fixtures__ cassettes golden")
_DOC_FOLDERS = _words("doc docs documentation man")
_CONFIG_FOLDERS = _words(".github .circleci .gitlab .vscode .idea .devcontainer debian")
_NEWS_FOLDERS = _words("""
    news news.d newsfragments changes changes.d changelog changelogs changelog.d upcoming_changes
    release_notes releasenotes
""")
# One change a file, as towncrier and its like collect them: `123.bugfix`, `123.feature.2.rst`.
_NEWS = later(
    r"""
    .+\. (?:added|breaking|bug|bugfix|change|changed|contrib|dep|deprecat\w*|doc|docs|enhancement|feat|feature|fix|fixed
        |improvement|internal|misc|packaging|perf|process|remov\w*|security|trivial|typing|vendor)
    (?:\.\d+)? (?:\.(?:rst|md|txt))?
    """,
    re.VERBOSE,
)
_OUTPUT_FOLDER = later(r"(?:.*[-_.])?(?:reports?|results?|outputs?|logs?)")
_TEST_FOLDER = later(r"tests[-_].+|.+[-_]tests")

_REQUIREMENTS = later(r"(?:[\w.-]*[-_.])?(?:requirements|constraints)(?:[-_.][\w.-]*)?\.(?:txt|in)")
_TEST_NAME = later(
    r"""
    test_.*\.(?:py|rb|c|cc|cpp|sh|lua|jl|el)
    | .*_tests?\.(?:py|go|rb|rs|c|cc|cpp|dart|exs|erl|js|ts|sh|lua|clj|php)
    | .*_unittest\.(?:cc|cpp|h)
    | (?:conftest|tests?)\.(?:py|rs|js|ts|go|rb)
    | .*[.](?:test|tests|spec|e2e|cy)\.[cm]?[jt]sx?
    | .*_spec\.(?:rb|lua|js|ts)
    | .*(?:Tests?|TestCase|IT|Spec)\.(?:java|kt|kts|scala|groovy|cs|swift|php|fs|m)
    | Test[A-Z].*\.(?:java|kt|scala)
    """,
    re.VERBOSE,
)
_GENERATED_NAME = later(
    r"""
    (?P<protobuf>.*_pb2(?:_grpc)?\.pyi? | .*\.pb(?:\.\w+)?\.(?:go|h|cc|dart|swift|rb|ts|js) | .*_pb\.(?:js|d\.ts|ts|rb))
    | (?P<minified>.*[.-]min\.(?:js|css|mjs) | .*\.(?:bundle|chunk)\.(?:js|css))
    | (?P<sourcemap>.*\.(?:[cm]?js|css|ts)\.map)
    | (?P<snapshot>.*\.(?:snap|ambr|storyshot))
    | (?P<generator>.*\.(?:g|freezed|gr|mocks)\.dart | .*\.(?:g|g\.i|designer)\.cs | zz_generated[._].* | parsetab\.py
        | .*[._]generated\.\w+ | .*\.gen\.(?:[cm]?[jt]sx?|go|rs|py|java|kt|cs|dart|swift|h|cc|cpp|proto|graphql)
        | .*_enum_string\.go | .*\.xlf\.json)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GENERATED_REASONS = {
    "protobuf": "protocol buffer code",
    "minified": "minified",
    "sourcemap": "a source map",
    "snapshot": "a test snapshot",
    "generator": "named as a generator's output",
}

_COMMENT = later(r"^\s*(?:/\*+|//+|#+|\*+|--+|;+|<!--|%+|\"\"\"|'''|\.\.\s|\{#|\(\*)\s*(.*?)\s*(?:\*/|-->|\*\))?\s*$")
# Scaffolds are generated once and then belong to people; what an agent "generated" was meant to be source.
_BY_NOBODY = (
    r"(?!.{0,20}\b(?:django|alembic|cookiecutter|sphinx|quickstart|copier|claude|codex|copilot|cursor|gemini|chatgpt"
    r"|gpt|llm|ai|agent)\b)"
)
_MARKED = later(
    r"""
    (?:this|the)\s(?:\S+\s){1,4}(?:is|was|were|has\sbeen|are)\s(?:\S+\s)?
        (?:auto(?:matically)?[-\s]?)?generated\b(?!\s(?:only|when|if|at\srun))
    | code\sgenerated\s(?:by|from)\b
    | (?:auto|automatically)[-\s]?generated\b (?!\s(?:docs|documentation|api))
    | generated\s(?:automatically\s)?(?:by|from|with|using)\b
    | @generated\b
    | a\sbison\sparser,\smade\sby
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HANDS_OFF = later(
    r"\bdo(?:\snot|n't)\s(?:manually\s|hand[-\s]?)?(?:edit|modify|change|touch)\b"
    r"|\b(?:edits|changes|modifications)\b.{0,40}\b(?:lost|overwritten)\b|\bnot\sintended\sfor\smanual\sediting\b",
    re.IGNORECASE,
)
_CERTAIN = later(
    r"@generated\b|code\sgenerated\s(?:by|from)|auto(?:matically\s|-|\s)?generated\b|bison\sparser|"
    r"protocol\sbuffer\scompiler|this\s\w+\s(?:is|was)\s(?:\S+\s)?generated\sby",
    re.IGNORECASE,
)
_MARKER_LINES = 25
_LONG_LINE = 2000


def category(path: str) -> Category:
    """Tells what a file is for by its path alone; never raises, whatever the bytes of the name were."""
    folder, _, name = path.rpartition("/")
    return _combine(name, _folder_kind(folder)) if folder else _combine(name, "")


def is_generated(path: str, head_of_file: bytes) -> str | None:
    """Returns why a file counts as written by a program, in one clause; None where it seems to be by hand.

    Args:
        path: for conventions of names.
        head_of_file: its first kilobytes; only comments near the top count, so that code which looks for such markers
            is not taken for their bearer.
    """
    folder, _, name = path.rpartition("/")
    reason = _generated_name(name)
    if reason is None and "__snapshots__" in folder.split("/"):
        reason = _GENERATED_REASONS["snapshot"]
    if reason is None and _is_lock(name.lower()):
        reason = "a lock file"
    return reason or _minified(name, head_of_file) or _marked(head_of_file)


@lru_cache(maxsize=_REMEMBERED)
def _folder_kind(folder: str) -> str:
    parts = folder.lower().split("/")
    names = frozenset(parts)
    kinds = (
        ("news", parts[-1] in _NEWS_FOLDERS),
        ("fixtures", names & FIXTURE_FOLDERS),
        ("snapshots", "__snapshots__" in names),
        ("test", names & _TEST_FOLDERS or any(map(_TEST_FOLDER.fullmatch, parts))),
        ("docs", parts[0] in _DOC_FOLDERS),
        ("spec", names & _CODE_TEST_FOLDERS),
        ("docs within", names & _DOC_FOLDERS),
        ("requirements", parts[-1] in {"requirements", "constraints"}),
        ("data", names & _DATA_FOLDERS or any(map(_OUTPUT_FOLDER.fullmatch, parts))),
        ("config", parts[0] in _CONFIG_FOLDERS),
    )
    return next((kind for kind, holds in kinds if holds), "")


@lru_cache(maxsize=_REMEMBERED)
def _combine(name: str, folder: str) -> Category:
    lower = name.lower()
    stem, dot, suffix = lower.rpartition(".")
    if not dot:
        stem, suffix = lower, ""
    by_name = _category_of_name(name, lower, suffix, folder)
    if by_name is not None:
        return by_name
    if folder in {"test", "fixtures"}:
        return Category.DOCS if stem.partition(".")[0] == "readme" else Category.TEST
    if _REQUIREMENTS.fullmatch(lower):
        return Category.CONFIG
    is_prose = suffix not in _SOURCE or suffix in _PROSE
    if folder == "docs" or (folder == "docs within" and is_prose and lower not in _CONFIG_NAMES):
        return Category.DOCS
    if suffix in _SOURCE:
        return Category.TEST if folder == "spec" or _TEST_NAME.fullmatch(name) else Category.SOURCE
    return _category_of_suffix(name, stem, suffix, folder)


def _category_of_name(name: str, lower: str, suffix: str, folder: str) -> Category | None:
    if folder == "snapshots" or _generated_name(name) is not None:
        return Category.GENERATED
    if _is_lock(lower) and folder != "fixtures":
        return Category.LOCK
    if folder == "news" and _NEWS.fullmatch(lower):
        return Category.DOCS
    if suffix in _BINARY:
        return Category.BINARY
    return None


def _category_of_suffix(name: str, stem: str, suffix: str, folder: str) -> Category:
    lower = name.lower()
    if lower in _CONFIG_NAMES or lower.startswith((".env.", "dockerfile.")):
        return Category.CONFIG
    if folder == "requirements" and suffix in {"txt", "in"}:
        return Category.CONFIG
    if _is_document(stem, suffix) and not (name == lower == stem and name in _COMMANDS):
        return Category.DOCS
    if folder == "data" and suffix in _DATA:
        return Category.OTHER
    if suffix in _CONFIG or folder == "config" or (lower.startswith(".") and lower.count(".") == 1):
        return Category.CONFIG
    return Category.OTHER


def _is_document(stem: str, suffix: str) -> bool:
    if suffix in _MANUAL_PAGES:
        return "." not in stem
    return suffix in _DOCS or (suffix in _PROSE and stem.partition("-")[0] in _DOC_STEMS)


def _is_lock(lower: str) -> bool:
    return lower in _LOCKS


@lru_cache(maxsize=_REMEMBERED)
def _generated_name(name: str) -> str | None:
    match = _GENERATED_NAME.fullmatch(name)
    return _GENERATED_REASONS[match.lastgroup] if match is not None and match.lastgroup is not None else None


def _minified(name: str, head: bytes) -> str | None:
    if not name.lower().endswith((".js", ".css", ".mjs", ".cjs")):
        return None
    return "minified" if max(map(len, head.split(b"\n"))) >= _LONG_LINE else None


def _marked(head: bytes) -> str | None:
    lines = head.decode("utf-8", "replace").splitlines()[:_MARKER_LINES]
    comments = [match[1] for line in lines if (match := _COMMENT.match(line[:_LONG_LINE])) is not None]
    marker = next((text for text in comments if _MARKED.match(text)), None)
    if marker is None or not re.match(_BY_NOBODY, marker, re.IGNORECASE):
        return None
    if _CERTAIN.search(marker) or any(_HANDS_OFF.search(text) for text in comments):
        return f"its head says `{marker[:80]}`"
    return None
