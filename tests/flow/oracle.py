"""The statistics of docs/METHODS.md a second time, from their papers and in another language: what
test_standing.py holds the reporter to. It shares nothing with reporter/statistics. Exact figures are
fractions; distributions are added up term by term.
"""
import bisect as sorted_list
import collections
import decimal
import fractions
import functools
import math

Z95 = 1.959963984540054
PI = decimal.Decimal("3.1415926535897932384626433833")
Share = collections.namedtuple("Share", "count of")
Funnel = collections.namedtuple("Funnel", "centre phi tau over_dispersed")


def wilson(count, of, z=Z95):
    """The two shares p whose distance to count/of is z of their own standard errors."""
    share, zz = count / of, z * z
    middle = (share + zz / (2 * of)) / (1 + zz / of)
    width = z / (1 + zz / of) * math.sqrt(share * (1 - share) / of + zz / (4 * of * of))
    return (0.0 if count == 0 else middle - width), (1.0 if count == of else middle + width)


def newcombe(now, before, z=Z95):
    p, q = now.count / now.of, before.count / before.of
    (low_p, high_p), (low_q, high_q) = wilson(*now, z), wilson(*before, z)
    return (p - q - math.sqrt((p - low_p) ** 2 + (high_q - q) ** 2),
            p - q + math.sqrt((high_p - p) ** 2 + (q - low_q) ** 2))


def bisect(function, low, high):
    """Where an increasing function passes 0."""
    middle = (low + high) / 2
    while low < middle < high:
        if function(middle) < 0:
            low = middle
        else:
            high = middle
        middle = (low + high) / 2
    return middle


def upper_tail(z):
    return math.erfc(z / math.sqrt(2)) / 2


def z_of(level_outside):
    """The z beyond which, on both sides, that share lies."""
    return bisect(lambda z: level_outside / 2 - upper_tail(z), 0, 40)


def poisson_at_most(events, mean):
    return math.fsum(math.exp(i * math.log(mean) - mean - math.lgamma(i + 1))
                     for i in range(events + 1))


@functools.lru_cache(maxsize=None)
def events(count, z=Z95):
    """Byar from 10 events on, below the exact Poisson limits."""
    if count >= 10:
        low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
        more = count + 1
        return low, more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
    tail = upper_tail(z)
    low = 0.0 if count == 0 else bisect(
        lambda mean: 1 - poisson_at_most(count - 1, mean) - tail, 1e-12, 100)
    return low, bisect(lambda mean: tail - poisson_at_most(count, mean), 1e-12, 100)


@functools.lru_cache(maxsize=None)
def log_factorial(count):
    """To some 20 digits: Stirling's series, the next term of which is below 1e-24 from 100 on."""
    if count < 100:
        return decimal.Decimal(math.factorial(count)).ln()
    of = decimal.Decimal(count)
    series = sum(1 / (part * of ** power) for part, power in ((12, 1), (-360, 3), (1260, 5), (-1680, 7), (1188, 9)))
    return of * of.ln() - of + (2 * PI * of).ln() / 2 + series


@functools.lru_cache(maxsize=None)
def choose(of, count):
    """How many ways: exact where that is quick to count."""
    if of < 1000:
        return decimal.Decimal(math.comb(of, count))
    return (log_factorial(of) - log_factorial(count) - log_factorial(of - count)).exp()


def binomial_at_least(count, of, chance):
    """P(X >= count), for a chance up to count / of: the first term, which is the largest, in decimals, the
    others from it."""
    if count == 0:
        return 1.0
    exact = decimal.Decimal(chance)
    term = float(choose(of, count) * exact ** count * (1 - exact) ** (of - count))
    total, odds = term, chance / (1 - chance)
    for k in range(count, of):
        term *= (of - k) / (k + 1) * odds
        total += term
        if term <= total * 1e-18:
            break
    return total


@functools.lru_cache(maxsize=None)
def events_ratio(now, before, z=Z95):
    """now / before by the exact binomial limits of now among both."""
    tail, of = upper_tail(z), now + before
    low = 0.0 if now == 0 else bisect(
        lambda chance: binomial_at_least(now, of, chance) - tail, 1e-12, now / of)
    # The upper limit: as few as `now` have the chance `tail`; counted from the other side.
    rest = bisect(lambda chance: binomial_at_least(before, of, chance) - tail, 1e-12, before / of)
    return low / (1 - low), (1 - rest) / rest


def median_rank(count):
    """The largest k with P(Bin(count, 1/2) <= k - 1) <= 0.025; 0 for none."""
    rank, below = 0, 0
    while (below + math.comb(count, rank)) * 40 <= 2 ** count:
        below += math.comb(count, rank)
        rank += 1
    return rank


def quantile(values, share):
    """Type 7 of Hyndman and Fan."""
    values = sorted(values)
    place = (len(values) - 1) * fractions.Fraction(share).limit_denominator(100)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (place - below)


class Among:
    """Where one of some values stands among them all."""

    def __init__(self, values, highest_first):
        self.values, self.highest_first = sorted(values), highest_first
        self.quarters = [quantile(self.values, share) for share in (0.25, 0.5, 0.75)]
        self.lowest, self.highest = quantile(self.values, 0.2), quantile(self.values, 0.8)

    def quarter(self, value):
        above = sorted_list.bisect_left(self.quarters, value)
        return 4 - above if self.highest_first else 1 + above

    def fifth(self, value):
        return (value > self.highest) - (value < self.lowest)

    def rank(self, value):
        if self.highest_first:
            return 1 + len(self.values) - sorted_list.bisect_right(self.values, value)
        return 1 + sorted_list.bisect_left(self.values, value)


def chance_ranks(shares, highest_first):
    """(best, worst) of each, by name."""
    z = z_of(0.05 / (len(shares) - 1)) if len(shares) > 1 else 0
    ranks = {}
    for name, share in shares.items():
        better = worse = 0
        for other_name, other in shares.items():
            if other_name == name:
                continue
            low, high = newcombe(other, share, z)
            above, below = low > 0, high < 0
            better += above if highest_first else below
            worse += below if highest_first else above
        ranks[name] = 1 + better, len(shares) - worse
    return ranks


def funnel(shares):
    shares = list(shares)
    centre = sum(share.count for share in shares) / sum(share.of for share in shares)
    scores = [(math.asin(math.sqrt(share.count / share.of)) - math.asin(math.sqrt(centre)))
              * 2 * math.sqrt(share.of) for share in shares]
    low, high = quantile(scores, 0.1), quantile(scores, 0.9)
    many = len(shares)
    phi = sum(min(max(score, low), high) ** 2 for score in scores) / many
    weights = [4 * share.of for share in shares]
    total = sum(weights)
    tau_squared = 0.0
    if many > 1:
        tau_squared = max(0.0, (many * phi - (many - 1))
                          / (total - sum(weight ** 2 for weight in weights) / total))
    return Funnel(centre, phi, math.sqrt(tau_squared), phi > 1 + 2 * math.sqrt(2 / many))


def limits(funnel, of, z=Z95):
    if not funnel.over_dispersed:
        width = z * math.sqrt(funnel.centre * (1 - funnel.centre) / of)
        return max(funnel.centre - width, 0), min(funnel.centre + width, 1)
    middle = math.asin(math.sqrt(funnel.centre))
    width = z * math.sqrt(1 / (4 * of) + funnel.tau ** 2)
    return (math.sin(max(middle - width, 0)) ** 2,
            math.sin(min(middle + width, math.pi / 2)) ** 2)


def stands_out(funnel, among, share):
    """`among`: all shares of the funnel."""
    low, high = limits(funnel, share.of)
    outside = (share.count / share.of > high) - (share.count / share.of < low)
    return outside if share.of >= 10 and outside == among.fifth(share.count / share.of) else 0
