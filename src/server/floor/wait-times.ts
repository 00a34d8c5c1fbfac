/** How finely times are told apart: each class is so many times as long as the one before. */
const ratio = 1.2
const shortest = 0.000_05
const classes = 80
const logOfRatio = Math.log(ratio)

/** A line of a histogram. */
interface HistogramValue {
  readonly labels: { readonly le?: string | number }
  readonly value: number
  readonly metricName: string
}

/** How long times are remembered for, at least, in milliseconds; twice as long at most. */
const windowMs = 60_000

/** The times of the last minute or two, and of all time, by classes. */
export class WaitTimes {
  readonly #now: () => number
  #recent = new Uint32Array(classes)
  #before = new Uint32Array(classes)
  readonly #ever = new Float64Array(classes)
  #sum = 0
  #since: number

  /** Of the buckets of the histogram, in seconds: every third class. */
  static readonly bounds: readonly number[] = Array.from({ length: classes / 3 }, (_, index) => boundOf(3 * index))

  /** @param now milliseconds that never run backwards */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#since = now()
  }

  /** @param seconds how long something waited */
  add(seconds: number): void {
    this.#turn()
    const exact = seconds <= shortest ? 0 : Math.ceil(Math.log(seconds / shortest) / logOfRatio)
    const index = Math.min(exact, classes - 1)
    ;(this.#recent[index] as number)++
    ;(this.#ever[index] as number)++
    this.#sum += seconds
  }

  /** What 99 of 100 waited for at most, in seconds, rounded up to the end of its class; 0 without any. */
  p99(): number {
    this.#turn()
    let total = 0
    for (let index = 0; index < classes; index++) total += this.#at(index)
    if (total === 0) return 0
    let longer = Math.floor(total / 100)
    let index = classes - 1
    for (; index > 0; index--) {
      longer -= this.#at(index)
      if (longer < 0) break
    }
    return boundOf(index)
  }

  /** All that there ever were, as the lines of a histogram. */
  values(name: string): HistogramValue[] {
    let count = 0
    const values: HistogramValue[] = []
    for (const [index, more] of this.#ever.entries()) {
      count += more
      if (index % 3 === 0 && index / 3 < WaitTimes.bounds.length) {
        values.push({ labels: { le: boundOf(index) }, value: count, metricName: `${name}_bucket` })
      }
    }
    values.push({ labels: { le: '+Inf' }, value: count, metricName: `${name}_bucket` })
    values.push({ labels: {}, value: this.#sum, metricName: `${name}_sum` })
    values.push({ labels: {}, value: count, metricName: `${name}_count` })
    return values
  }

  #at(index: number): number {
    return (this.#recent[index] as number) + (this.#before[index] as number)
  }

  #turn(): void {
    const age = this.#now() - this.#since
    if (age < windowMs) return
    this.#before = age < 2 * windowMs ? this.#recent : new Uint32Array(classes)
    this.#recent = new Uint32Array(classes)
    this.#since = this.#now()
  }
}

/** The longest time of a class, in seconds. */
function boundOf(index: number): number {
  return Number((shortest * ratio ** index).toPrecision(4))
}
