"""EASE: the linear model of who plays what, in closed form (Steck 2019), with room for side knowledge.

B = -P / diag(P), P = (G + K + λI)⁻¹ where G counts common players and K says what texts say of it.
Damping by popularity (G scaled by plays^-d on both sides, B scaled back) keeps what everybody has from
speaking for everything.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import lapack

from games.collaborative.types import Floats


def ease(together: Floats, *, ridge: float, kinship: Floats | None = None, damping: float = 0.0) -> Floats:
    """How much having played the game of a row speaks for the game of a column; nothing for itself.

    ``together`` is a dense count of common players, left as it is. Works in float32 and in two more
    matrices of its size at most: 10,000 games take 1.2 GB.
    """
    scale = (np.diag(together) + 1.0).astype(np.float32) ** np.float32(-damping)
    gram = together * scale[:, None]
    gram *= scale[None, :]
    if kinship is not None:
        gram += kinship
    gram[np.diag_indices_from(gram)] += np.float32(ridge)
    weights = _inverse(gram)
    weights /= -np.diag(weights).copy()[None, :]
    weights[np.diag_indices_from(weights)] = 0
    if damping:
        weights *= scale[:, None]
        weights /= scale[None, :]
    return weights


def _inverse(gram: Floats) -> Floats:
    """Of a positive definite matrix, in its own place; by Cholesky, a third of the work of a general inverse."""
    factor, failed = lapack.spotrf(gram.T, lower=1, overwrite_a=1, clean=1)
    if failed:
        raise np.linalg.LinAlgError("the matrix of common players is not positive definite")
    inverse, failed = lapack.spotri(factor, lower=1, overwrite_c=1)
    if failed:
        raise np.linalg.LinAlgError("the matrix of common players has no inverse")
    _mirror(inverse)
    result: Floats = inverse
    return result


def _mirror(matrix: Floats, block: int = 1024) -> None:
    """Write the lower triangle into the upper, a block at a time: a whole copy would double the memory."""
    for start in range(0, len(matrix), block):
        end = min(start + block, len(matrix))
        square = matrix[start:end, start:end]
        matrix[start:end, start:end] = np.tril(square) + np.tril(square, -1).T
        matrix[start:end, end:] = matrix[end:, start:end].T
