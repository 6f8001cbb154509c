"""The catalogue made to order of the recommender's tests serves here too."""

from games.tests.recommender.conftest import make_game as make_game
from games.tests.recommender.conftest import now as now
