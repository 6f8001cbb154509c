"""The catalogue made to order of the recommender's tests serves here too, and who looks for something in it."""

from games.tests.recommender.conftest import _fresh_estimates as _fresh_estimates
from games.tests.recommender.conftest import ask as ask
from games.tests.recommender.conftest import make_game as make_game
from games.tests.recommender.conftest import mika as mika
from games.tests.recommender.conftest import now as now
from games.tests.recommender.conftest import rates as rates
