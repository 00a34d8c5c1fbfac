import type { Trajectory } from '../../src/index.ts'
import { hostCutMessages } from '../../src/contract/episode.ts'
import { replay } from '../../src/episode/replay.ts'
import { createSubject, type Subject, type SubjectFactory } from './subject.ts'
import { Seat, type Finding } from './seat.ts'

/** One episode that can be played again. */
export interface FuzzCase {
  readonly task_id: string
  readonly seed: number | null
  readonly reward_mode: 'classic' | 'terminal' | 'potential' | 'solved'
  readonly actions: readonly unknown[]
}

/** Plays a case beside an idle bystander, with every check at every step, and says what was broken. */
export async function findingsOf(fuzzCase: FuzzCase, factory: SubjectFactory = createSubject): Promise<Finding[]> {
  const subject = await factory()
  const { actions, ...params } = fuzzCase
  const bystander = subject.createPlace()
  await bystander.reset({ task_id: 'task_medium', seed: 1 })
  const untouched = Buffer.from(bystander.image())
  const seat = await Seat.open(subject, subject.createPlace(), params)
  const findings: Finding[] = []
  try {
    for (const action of actions) {
      if (seat.done) break
      const turn = await seat.act(action, true)
      findings.push(...turn.findings)
      if (turn.slow) findings.push({ check: 'slow', detail: slowDetail(turn.milliseconds) })
      if (!untouched.equals(bystander.image())) findings.push({ check: 'isolation', detail: 'the bystander changed' })
      if (turn.result === null) break
    }
    findings.push(...(await checkReplay(seat.place.trajectory(), factory)))
  } finally {
    seat.place.close()
    bystander.close()
  }
  return findings
}

const cutByHost = new RegExp(Object.values(hostCutMessages).join('|'))

/** Plays a recorded episode on a fresh runtime and compares every byte. */
export async function checkReplay(trajectory: Trajectory, factory: SubjectFactory): Promise<Finding[]> {
  const subject: Subject = await factory()
  const report = await replay(subject.runtime, structuredClone(trajectory))
  // A busy machine may cut in the replay what it let pass before.
  if (report.equal || cutByHost.test(report.actual ?? '')) return []
  const [expected, actual] = differingPart(report.expected ?? '', report.actual ?? '')
  return [{ check: 'replay', detail: `differs at ${report.firstDifference}: ${expected} became ${actual}` }]
}

/** What a finding says of a slow action. */
export function slowDetail(milliseconds: number): string {
  return `an action took ${Math.round(milliseconds)} ms`
}

function differingPart(expected: string, actual: string): [string, string] {
  let at = 0
  while (at < expected.length && expected[at] === actual[at]) at++
  const from = Math.max(0, at - 60)
  return [expected.slice(from, at + 100), actual.slice(from, at + 100)]
}
