const sorted = (numbers) => numbers.toSorted((left, right) => left - right)

const median = (numbers) => {
  const all = sorted(numbers)
  const middle = Math.floor(all.length / 2)
  return all.length % 2 === 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2
}

const round = (number, digits = 0) => Number(number.toFixed(digits))

/** Seconds a round become episodes a second and microseconds of processor time an episode. */
function sideOf(samples, episodes) {
  const rates = samples.map(({ wall }) => episodes / wall)
  const all = sorted(rates)
  return {
    episodes_per_second: round(median(rates)),
    slowest: round(all[0]),
    fastest: round(all.at(-1)),
    cpu_us_per_episode: round(median(samples.map(({ cpu }) => (cpu / episodes) * 1e6))),
  }
}

/** The ratio is the median of the ratios round by round, for the sides of a round share its disturbances. */
function compare(ours, theirs) {
  const ratioOf = (key) => round(median(ours.map((sample, index) => theirs[index][key] / sample[key])), 3)
  return { ratio: ratioOf('wall'), cpu_ratio: ratioOf('cpu') }
}

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
  const line = (name, ...cells) => name.padEnd(36) + cells.map((cell) => String(cell).padStart(16)).join('')
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
