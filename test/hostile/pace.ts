/**
 * How long something takes, in terms of this machine as it is just now: its CPU time over that of a loop which is always
 * the same. What else the machine does slows both.
 */

/** CPU milliseconds of a run that are surely few; below them nothing is compared. */
const few = 300

/** Turns of the loop that is the measure; some 20 ms on a machine of 2024. */
const turns = 20_000_000

/** The most that anything here may take: some two seconds where the loop takes 20 ms. */
export const mostLoops = 100

const cpuMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

function loopMs(): number {
  const since = process.cpuUsage()
  let state = 1
  for (let turn = 0; turn < turns; turn++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
  const ms = cpuMs(since)
  // The result is used, lest the loop be left out.
  return state === 0 ? Infinity : ms
}

/** Starts to measure. The function returned says how many loops were as long as what came in between; 0 is few. */
export function startPace(): () => number {
  const since = process.cpuUsage()
  return () => {
    const ms = cpuMs(since)
    return ms < few ? 0 : ms / loopMs()
  }
}
