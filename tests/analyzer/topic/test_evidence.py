from math import inf

import pytest

from agentguard.analyzer.topic.evidence import Evidence, evidence_of_paths, judge
from agentguard.analyzer.topic.model import load_model
from agentguard.analyzer.topic.pieces import Piece


@pytest.fixture
def evidence() -> Evidence:
    paths = [f"{area}/{name}.py" for area in ("auth", "billing", "report") for name in ("store", "view", "test_view")]
    pieces = [
        Piece(path, path, "M", f"{number:040}", f"{number + 1:040}", 0o100644) for number, path in enumerate(paths)
    ]
    return evidence_of_paths(pieces, "auth: renew the token", None)


def test_files_of_a_commit_that_is_no_candidate_are_not_weighed(evidence: Evidence) -> None:
    assert set(judge(evidence, load_model("paths"), inf).scores) == {0.0}


def test_files_of_a_candidate_are_weighed(evidence: Evidence) -> None:
    scores = dict(
        zip((piece.path for piece in evidence.pieces), judge(evidence, load_model("paths")).scores, strict=True)
    )
    assert max(scores["auth/store.py"], scores["auth/view.py"]) < min(
        score for path, score in scores.items() if not path.startswith("auth/")
    )


def test_the_odds_do_not_depend_on_whether_files_are_weighed(evidence: Evidence) -> None:
    model = load_model("paths")
    assert judge(evidence, model, inf).odds == judge(evidence, model).odds
