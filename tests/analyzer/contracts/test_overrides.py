from tests.analyzer.contracts.support import Files, broken, rows
from tests.support.builder import Builder

_BASE = (
    "import abc\n\n\nclass Base(abc.ABC):\n    def run(self, a):\n        return self.go(a, 1, 2, 3)\n\n"
    "    def stop(self):\n        return self.go(1, 2, 3)\n"
)
_BELOW = "from base import Base\n\n\nclass Below(Base):\n    def run(self, a):\n        return a\n\n\nb = Below()\n"


def _found(repo: Builder, after: str, below: str = _BELOW) -> list[str]:
    return rows(broken(repo, {"base.py": _BASE, "x.py": "x = 1\n"}, {"below.py": below}, {"base.py": after}))


def test_an_override_of_what_was_renamed_is_told(repo: Builder) -> None:
    assert _found(repo, _BASE.replace("run", "start")) == [
        (
            "override? a below.py:5 in Below.run: Below.run: it overrides nothing: `Base.run` is gone -> "
            "name it `start` "
            "(renamed base.py::Base.start)"
        )
    ]


def test_an_override_that_lacks_a_new_argument_is_told(repo: Builder) -> None:
    assert _found(repo, _BASE.replace("run(self, a)", "run(self, a, limit)")) == [
        (
            "override? a below.py:5 in Below.run: Below.run: `Base.run` takes `limit` now, which this "
            "override does not "
            "-> take `limit` as well (signature base.py::Base.run)"
        )
    ]


def test_an_override_that_lacks_an_optional_argument_is_told_where_somebody_passes_it(repo: Builder) -> None:
    after = _BASE.replace("run(self, a)", "run(self, a, limit=0)")
    assert _found(repo, after + "\n\ndef run_all(some):\n    some.run(1, limit=2)\n") == [
        (
            "override? a below.py:5 in Below.run: Below.run: `some.run` is called in base.py:13 as this "
            "override cannot "
            "be: it takes no `limit` -> take `limit` as well (signature base.py::Base.run)"
        )
    ]


def test_an_override_that_lacks_an_optional_argument_is_not_told_where_nobody_passes_it(repo: Builder) -> None:
    assert _found(repo, _BASE.replace("run(self, a)", "run(self, a, limit=0)")) == []


def test_an_override_that_takes_anything_is_not_told(repo: Builder) -> None:
    below = _BELOW.replace("(self, a)", "(self, *args, **options)")
    assert _found(repo, _BASE.replace("run(self, a)", "run(self, a, limit)"), below) == []


_ABSTRACT = "\n    @abc.abstractmethod\n    def close(self):\n        raise NotImplementedError\n"


def test_a_class_that_lacks_a_new_abstract_method_is_told(repo: Builder) -> None:
    assert _found(repo, _BASE + _ABSTRACT) == [
        (
            "override a below.py:4 in Below: class Below: `Base` has an abstract method `close` now, "
            "which `Below` does "
            "not define -> define `close` in `Below` (added base.py::Base.close)"
        )
    ]


def test_a_class_that_nobody_calls_may_be_abstract_itself(repo: Builder) -> None:
    below = _BELOW.partition("\n\n\nb =")[0] + "\n"
    assert [row.partition(" ")[0] for row in _found(repo, _BASE + _ABSTRACT, below)] == ["override?"]


def test_a_class_that_defines_the_new_abstract_method_is_not_told(repo: Builder) -> None:
    below = _BELOW.replace("def run(self, a)", "def close(self)")
    assert _found(repo, _BASE + _ABSTRACT, below) == []


def test_a_key_that_is_gone_is_a_warning_with_its_new_name(repo: Builder) -> None:
    base = {"app.toml": "[server]\nport = 1\nhost = 'x'\n", "use.py": "x = 1\n"}
    user: Files = {"use.py": "def run(config):\n    return config['server']['port']\n"}
    assert rows(broken(repo, base, user, {"app.toml": base["app.toml"].replace("port", "listen_port")})) == [
        (
            "key? a use.py:2: config[server.port]: `app.toml` has no `server.port` -> "
            "read `server.listen_port` instead of `server.port` (renamed app.toml::server.listen_port)"
        )
    ]


def test_a_key_that_another_file_has_is_not_told(repo: Builder) -> None:
    base = {"app.toml": "[server]\nport = 1\nhost = 'x'\n", "use.py": "x = 1\n"}
    user: Files = {"use.py": "def run(config):\n    return config['server']['port']\n"}
    definer: Files = {"app.toml": "[server]\nhost = 'x'\n", "other.toml": "[server]\nport = 1\n"}
    assert rows(broken(repo, base, user, definer)) == []
