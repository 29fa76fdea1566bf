"""Weights learnt offline by logistic regression on artificial tangles; see evaluation/README.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Weights of the two weighted sums.

    Attributes:
        pair_weights: one for each of `ties.PATH_FEATURES` and, at the content level, `ties.CONTENT_FEATURES`.
        pair_bias: log odds that two files without any evidence belong together.
        file_weights: one for each of `walk.file_features`.
        file_bias: log odds of a file without any evidence to be off topic.
    """

    pair_weights: tuple[float, ...]
    pair_bias: float
    file_weights: tuple[float, ...]
    file_bias: float


PATHS = Model(
    pair_weights=(0.349, 1.16, 0.271, 0.798, 0.417, 0.0949, 2.8, 0.588, -0.0456, 0.197),
    pair_bias=-0.991,
    file_weights=(
        -4.39,
        0.0,
        2.87,
        2.12,
        -2.97,
        -0.889,
        -0.991,
        -1.24,
        1.01,
        1.22,
        0.36,
        -1.71,
        -0.452,
        -1.12,
        5.7,
        0.281,
    ),
    file_bias=-1.55,
)

CONTENT = Model(
    pair_weights=(
        0.336,
        0.884,
        0.213,
        0.72,
        0.365,
        0.0383,
        1.86,
        0.373,
        0.0371,
        -0.0473,
        3.74,
        0.453,
        0.542,
        -0.0241,
        0.886,
        4.82,
    ),
    pair_bias=-1.46,
    file_weights=(
        -1.74,
        -0.906,
        0.927,
        3.97,
        -6,
        -1.16,
        -1.41,
        -1.98,
        -1.09,
        3.44,
        1.36,
        -1.31,
        0.0093,
        0.335,
        11,
        0.21,
    ),
    file_bias=-2.31,
)
