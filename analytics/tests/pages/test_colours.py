"""The colours of charts can be told apart, from the page and from each other, whatever an eye lacks."""

from __future__ import annotations

import itertools
import math

import pytest

from analytics.colours import PALETTE

# Machado, Oliveira and Fernandes (2009), at full severity, on linear light.
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def light_of(colour: str) -> list[float]:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]


def contrast(one: str, two: str) -> float:
    dark, bright = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (light_of(one), light_of(two)))
    return (bright + 0.05) / (dark + 0.05)


def lab(colour: str, eye: str) -> tuple[float, float, float]:
    seen = [sum(row[n] * light for n, light in enumerate(light_of(colour))) for row in EYES[eye]]
    r, g, b = (min(max(value, 0.0), 1.0) for value in seen)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047, 0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )  # fmt: skip
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in xyz)
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))


@pytest.mark.parametrize("theme", PALETTE.values(), ids=PALETTE)
def test_every_line_stands_out_from_the_page(theme):
    for colour in (*theme["hues"], theme["quiet"], theme["good"], theme["bad"]):
        assert contrast(colour, theme["page"]) >= 3
    assert contrast(theme["ink"], theme["page"]) >= 7


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", PALETTE.values(), ids=PALETTE)
def test_no_two_hues_look_alike_to_any_eye(theme, eye):
    for one, two in itertools.combinations(theme["hues"], 2):
        assert math.dist(lab(one, eye), lab(two, eye)) >= 20, (one, two)
