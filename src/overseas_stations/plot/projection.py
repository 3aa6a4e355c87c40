"""The Equal Earth projection (Šavrič, Patterson and Jenny 2018): a disc's area means the same anywhere."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = sqrt(3) / 2


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees east and north as x (about ±2.71) and y (about ±1.32), north up."""
    theta = asin(_M * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = radians(longitude) * cos(theta) / (_M * slope)
    y = theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return x, y
