/**
 * Quantiles of Student's t distribution and of the normal one, to some twelve digits. There is no small library that is
 * still kept; test/evaluation/student-t.test.ts compares with the values of SciPy.
 *
 * @module
 */

/** Lanczos' approximation with g = 7 and nine terms, as Numerical Recipes tells of it. */
const lanczos = [
  0.999_999_999_999_809_9, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_1,
  -176.615_029_162_140_6, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6,
  1.505_632_735_149_311_6e-7,
]

function logGamma(x: number): number {
  const base = x + 6.5
  const series = lanczos.reduce((sum, term, place) => sum + (place === 0 ? term : term / (x + place - 1)), 0)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series)
}

/** The continued fraction of the incomplete beta function, by Lentz' method. */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    const step = d * c
    fraction *= step
    if (Math.abs(step - 1) < 1e-15) break
  }
  return fraction
}

/** The regularised incomplete beta function. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b
}

/** How likely a value above `t` is, for t >= 0. */
function upperTail(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
}

/**
 * The value that a t-distributed one stays below with probability `p`.
 *
 * @param p above 0 and below 1
 * @param degrees of freedom, 1 or more; Infinity is the normal distribution
 * @throws RangeError
 */
export function studentQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1) || !(degrees >= 1)) throw new RangeError('0 < p < 1 and one degree of freedom at least')
  if (p < 0.5) return -studentQuantile(1 - p, degrees)
  // From some millions on the two cannot be told apart.
  const own = Math.min(degrees, 1e7)
  let [low, high] = [0, 1]
  while (upperTail(high, own) > 1 - p) high *= 2
  for (let turn = 0; turn < 200 && high - low > 1e-13 * high; turn++) {
    const middle = (low + high) / 2
    if (upperTail(middle, own) > 1 - p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The same of the normal distribution. */
export function normalQuantile(p: number): number {
  return studentQuantile(p, Number.POSITIVE_INFINITY)
}
