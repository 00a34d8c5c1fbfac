import { micros } from '../../grading/grader.ts'
import type { Law, LawSubject } from './law.ts'
import { contentOf } from './realise.ts'
import { stateOf } from './states.ts'

/** The most that choosing at random may be worth in the mean. */
export const gamblingBound = 0.2
/** Times that every choice of an instance is drawn. */
const draws = 16

/** The scores of choices drawn at random, every option as likely. */
function gamble(subject: LawSubject): number[] {
  const random = subject.random('gambling')
  const { components } = subject.proof.hypotheses
  return Array.from({ length: draws }, () => {
    const choices = new Map(components.map(({ id, options }) => [id, random.pick(options).id]))
    return subject.instance.grader.grade(contentOf(subject, choices)).scoreMicros / micros
  })
}

/** Choosing at random does not pay. */
export const gambling: Law = {
  name: 'gambling',
  says: 'options drawn at random score 0.2 at most in the mean; a suite judges the mean, an instance its lower bound',
  check(subject, fail) {
    const open = subject.proof.hypotheses.components.filter(({ options }) => new Set(options.map(stateOf)).size > 1)
    if (open.length === 0) fail('there is no choice to make')
    const scores = gamble(subject)
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1)
    // Of so few draws the mean is known to two standard errors.
    if (mean - 2 * Math.sqrt(variance / scores.length) > gamblingBound) {
      fail(`choosing at random scores ${mean.toFixed(3)} in the mean`)
    }
    return { mean, best: Math.max(...scores) }
  },
}
