/**
 * What one round took, in seconds.
 *
 * @typedef {{ wall: number, cpu: number }} Sample
 */

/** @param {number[]} numbers */
const sorted = (numbers) => numbers.toSorted((left, right) => left - right)

/** @param {number[]} numbers */
const median = (numbers) => {
  const all = sorted(numbers)
  const middle = Math.floor(all.length / 2)
  const [low = NaN, high = low] = all.slice(Math.ceil(all.length / 2) - 1, middle + 1)
  return (low + high) / 2
}

/** @param {number} number */
const round = (number, digits = 0) => Number(number.toFixed(digits))

/**
 * Seconds a round become episodes a second and microseconds of processor time an episode.
 *
 * @param {Sample[]} samples
 * @param {number} episodes a round
 */
function sideOf(samples, episodes) {
  const rates = samples.map(({ wall }) => episodes / wall)
  return {
    episodes_per_second: round(median(rates)),
    slowest: round(Math.min(...rates)),
    fastest: round(Math.max(...rates)),
    cpu_us_per_episode: round(median(samples.map(({ cpu }) => (cpu / episodes) * 1e6))),
  }
}

/**
 * The ratio is the median of the ratios round by round, for the sides of a round share its disturbances.
 *
 * @param {Sample[]} ours
 * @param {Sample[]} theirs
 */
function compare(ours, theirs) {
  /** @param {keyof Sample} key */
  const ratioOf = (key) => round(median(ours.map((sample, index) => (theirs[index]?.[key] ?? NaN) / sample[key])), 3)
  return { ratio: ratioOf('wall'), cpu_ratio: ratioOf('cpu') }
}

/** @param {Record<'ours' | 'bare' | 'guarded', Sample[]> & Record<'episodes' | 'rounds' | 'warmUps', number>} measured */
export function summarize({ ours, bare, guarded, episodes, rounds, warmUps }) {
  return {
    rounds,
    warm_up_rounds: warmUps,
    episodes_per_round: episodes,
    ours: sideOf(ours, episodes),
    peer: { ...sideOf(bare, episodes), ...compare(ours, bare) },
    guarded_peer: { ...sideOf(guarded, episodes), ...compare(ours, guarded) },
    ratio: compare(ours, bare).ratio,
  }
}

/**
 * @param {ReturnType<typeof summarize>} report
 * @param {Record<'node' | 'python' | 'python_sqlite', string>} versions
 */
export function table(report, versions) {
  const {
    ours,
    peer,
    guarded_peer: guarded,
    ratio,
    rounds,
    warm_up_rounds: warmUps,
    episodes_per_round: episodes,
  } = report
  /**
   * @param {string} name
   * @param {(string | number)[]} cells
   */
  const line = (name, ...cells) => name.padEnd(36) + cells.map((cell) => String(cell).padStart(16)).join('')
  /**
   * @param {string} name
   * @param {ReturnType<typeof sideOf> & { ratio?: number }} side
   */
  const row = (name, side) =>
    line(
      name,
      side.episodes_per_second,
      `${side.slowest} to ${side.fastest}`,
      side.cpu_us_per_episode,
      side.ratio ?? '',
    )
  const python = `Python ${versions.python}, SQLite ${versions.python_sqlite}`
  return [
    `task_easy: reset, 4 queries, finish_task; ${rounds} rounds of ${episodes} episodes, in turns, after ${warmUps} to warm up`,
    '',
    line('', 'episodes/s', 'range', 'CPU us/episode', 'ours / theirs'),
    row(`dataops-env, Node ${versions.node}`, ours),
    row(python, peer),
    row('the same, guarded', guarded),
    '',
    `ratio ${ratio}`,
  ].join('\n')
}
