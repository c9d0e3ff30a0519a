"""How far a share that was counted may be from the true one. Pure."""

import math

Z = 1.959964  # a normal variable lies within this many deviations with 95 %


def interval(count: int, of: int) -> tuple[float, float]:
    """The 95 % score interval of a share, `count` of `of` rows, as two shares from 0 to 1.

    Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22 (1927), 209-212. Of no rows nothing is known: (0, 1).
    """
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of}")
    if of == 0:
        return 0.0, 1.0
    share = count / of
    middle = share + Z * Z / (2 * of)
    reach = Z * math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    scale = 1 + Z * Z / of
    low = 0.0 if count == 0 else (middle - reach) / scale
    high = 1.0 if count == of else (middle + reach) / scale
    return low, high
