"""What our own few lines say, others must say too."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import integrate, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_effectsize
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from engagement.statistics import always_valid, bayes, cuped, interactions, multiplicity, power
from engagement.statistics.arms import Arm, Sums, share_of
from engagement.statistics.balance import balance
from engagement.statistics.guardrails import guard
from engagement.statistics.power import Question

CASES = [((1000, 100), (1000, 120)), ((480, 31), (1900, 160)), ((250, 200), (260, 190))]
SIGNS = [(0.04, 0.01, 0.2, 0.03), (0.9, 0.8, 0.7), (0.001, 0.001, 0.5), (0.02,)]


def sums_of(x, y):
    return Sums(len(y), y.sum(), (y * y).sum(), x.sum(), (x * x).sum(), (x * y).sum())


@pytest.mark.parametrize(("a", "b"), CASES)
def test_a_difference_in_standard_errors_is_that_of_the_unpooled_test(a, b):
    sides = CompareMeans(*(DescrStatsW(np.repeat([1.0, 0.0], [hit, n - hit])) for n, hit in (b, a)))
    ours = always_valid.z_of(share_of(*a), share_of(*b))
    # theirs divides by n - 1 where the sequence theorem divides by n
    assert ours == pytest.approx(sides.ztest_ind(usevar="unequal")[0], rel=5e-3)


@pytest.mark.parametrize(("a", "b"), CASES)
def test_an_interval_as_wide_as_a_single_look_would_be_is_the_wald_interval(a, b, monkeypatch):
    monkeypatch.setattr(always_valid, "standard_errors", lambda people, *, rho2, alpha: stats.norm.ppf(1 - alpha / 2))
    ours = always_valid.difference(share_of(*a), share_of(*b), rho2=1.0, alpha=0.05)
    theirs = confint_proportions_2indep(b[1], b[0], a[1], a[0], method="wald")
    assert (ours.low, ours.high) == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("rho2", [0.001, 0.02])
def test_the_mixture_ratio_is_the_normal_likelihood_ratio_averaged_over_the_prior(rho2):
    n, z = 700, 2.6

    def weighted(effect):
        # the likelihood ratio of a drift, weighted by the normal prior that rho² stands for
        return np.exp(effect * z * np.sqrt(n) - n * effect**2 / 2) * stats.norm.pdf(effect, scale=np.sqrt(rho2))

    ratio, _ = integrate.quad(weighted, -3, 3, points=[0, z / np.sqrt(n)])
    assert always_valid.p_value(z, n, rho2=rho2) == pytest.approx(min(1 / ratio, 1), rel=1e-6)


@pytest.mark.parametrize(("counts", "shares"), [((520, 480), (1, 1)), ((300, 310, 420), (3, 3, 4)), ((9, 40), (1, 3))])
def test_balance_is_the_chi_square_test(counts, shares):
    expected = np.array(shares) / sum(shares) * sum(counts)
    assert balance(counts, shares).p == pytest.approx(stats.chisquare(counts, expected).pvalue, rel=1e-9)


@pytest.mark.parametrize("p_values", SIGNS)
def test_many_questions_are_answered_as_benjamini_and_hochberg_do(p_values):
    found, theirs, *_ = multipletests(p_values, alpha=0.05, method="fdr_bh")
    ours = multiplicity.adjusted(p_values)
    assert ours == pytest.approx(list(theirs))
    level = multiplicity.level_for(p_values, alpha=0.05)
    if found.any():
        assert [value <= level for value in p_values] == list(found)


def test_cuped_is_the_regression_on_what_was_before():
    rng = np.random.default_rng(7)
    before = rng.poisson(2.0, 4000).astype(float)
    side = rng.random(4000) < 0.5
    after = 0.8 * before + 0.3 * side + rng.normal(0, 1, 4000)
    told = cuped.adjusted([sums_of(before[~side], after[~side]), sums_of(before[side], after[side])])
    fit = sm.OLS(after, sm.add_constant(np.column_stack([side, before]))).fit()
    control, treated = told.arms
    assert treated.mean - control.mean == pytest.approx(fit.params[1], abs=1e-9)
    assert np.sqrt(control.squared_error + treated.squared_error) == pytest.approx(fit.bse[1], rel=0.01)
    assert told.theta == pytest.approx(fit.params[2], abs=1e-9)


@pytest.mark.parametrize("lift", [0.1, 0.2, 0.5])
def test_the_number_of_people_for_one_single_look_is_the_textbooks(lift, monkeypatch):
    monkeypatch.setattr(power, "standard_errors", lambda people, *, rho2, alpha: stats.norm.ppf(1 - alpha / 2))
    ours = power.people_needed(Question(base=0.1, lift=lift, shares=(0.5, 0.5)))
    theirs = NormalIndPower().solve_power(
        proportion_effectsize(0.1 * (1 + lift), 0.1), alpha=0.05, power=0.8, ratio=1.0
    )
    assert ours / 2 == pytest.approx(theirs, rel=0.03)


def test_belief_is_prior_times_likelihood():
    control, treated = share_of(2000, 200), share_of(2000, 236)
    told = bayes.belief(control, treated)
    grid = np.linspace(-1.5, 1.5, 30_001)
    ratio = treated.mean / control.mean
    error = np.sqrt(treated.squared_error + ratio**2 * control.squared_error) / control.mean
    weight = stats.norm.pdf(grid, 0, 0.3) * stats.norm.pdf(ratio - 1, grid, error)
    weight /= weight.sum()
    assert told.mean == pytest.approx((grid * weight).sum(), abs=1e-6)
    assert told.chance_to_beat == pytest.approx(weight[grid > 0].sum(), abs=1e-3)
    assert told.risk == pytest.approx((np.maximum(-grid, 0) * weight).sum(), abs=1e-5)


def test_a_guardrail_counts_one_more_case_and_one_more_spared_as_agresti_and_caffo_do(monkeypatch):
    monkeypatch.setattr(always_valid, "standard_errors", lambda people, *, rho2, alpha: stats.norm.ppf(1 - alpha / 2))
    told = guard((300, 0), (310, 4), margin=0.01, rho2=1.0, alpha=0.025)
    theirs = confint_proportions_2indep(4, 310, 0, 300, method="agresti-caffo")
    assert (told.change.low, told.change.high) == pytest.approx(theirs, abs=1e-9)


def test_two_experiments_disturb_each_other_as_the_product_term_of_a_regression_says():
    rng = np.random.default_rng(3)
    first, second = rng.random(8000) < 0.5, rng.random(8000) < 0.5
    y = (rng.random(8000) < 0.2 + 0.05 * first + 0.08 * (first & second)).astype(float)
    cells = [y[(first == one) & (second == other)] for other in (False, True) for one in (False, True)]
    told = interactions.interaction(*(Arm(len(cell), cell.mean(), cell.var()) for cell in cells))
    fit = sm.OLS(y, sm.add_constant(np.column_stack([first, second, first & second]).astype(float))).fit(cov_type="HC0")
    assert told.change == pytest.approx(fit.params[3], abs=1e-9)
    assert told.p == pytest.approx(fit.pvalues[3], rel=1e-6)
