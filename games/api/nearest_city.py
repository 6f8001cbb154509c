"""The large city that is nearest to a place on earth. A place itself is never kept.

``data/cities.csv``: names and places of cities with 200,000 people or more, figures of GeoNames (CC BY 4.0).
"""

from __future__ import annotations

import csv
import functools
from typing import Final

import numpy as np
from numpy.typing import NDArray

from games.seeds import DATA

# Who is further away than this from every city of the list is near none.
FARTHEST_KM: Final = 150.0
_EARTH_KM: Final = 6371.0


def nearest_city(lat: float, lng: float) -> str:
    """Its name, or "" far from all of them. Degrees."""
    names, places = _cities()
    # Of unit vectors the nearest has the largest product, and the angle between gives the way along the ground.
    products = places @ _on_the_sphere(np.array([[lat, lng]]))[0]
    best = int(np.argmax(products))
    return names[best] if np.arccos(min(products[best], 1.0)) * _EARTH_KM <= FARTHEST_KM else ""


def city_names() -> tuple[str, ...]:
    return _cities()[0]


@functools.cache
def _cities() -> tuple[tuple[str, ...], NDArray[np.float64]]:
    with (DATA / "cities.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    places = np.array([(float(row["lat"]), float(row["lng"])) for row in rows])
    return tuple(row["name"] for row in rows), _on_the_sphere(places)


def _on_the_sphere(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    lat, lng = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    return np.stack((np.cos(lat) * np.cos(lng), np.cos(lat) * np.sin(lng), np.sin(lat)), axis=1)
