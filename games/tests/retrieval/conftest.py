"""The catalogue made to order of the recommender's tests serves here too."""

from games.tests.recommender.conftest import _as_planned as _as_planned
from games.tests.recommender.conftest import _fresh_estimates as _fresh_estimates
from games.tests.recommender.conftest import columns_at_hand as columns_at_hand
from games.tests.recommender.conftest import make_game as make_game
from games.tests.recommender.conftest import now as now
from games.tests.recommender.conftest import rates as rates
