import { micros } from '../../grading/grader.ts'
import { playTrial } from '../trial.ts'
import { textsOf } from './business.ts'
import type { Law } from './law.ts'

/** What a statement that stands in the database may score. */
const bound = 0.3
/** Statements that are tried. */
const most = 24

const plainSql = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').replace(/;$/, '').trim()

/** The right SQL stands nowhere. */
export const noFinishedSql: Law = {
  name: 'no finished SQL',
  says: 'from level 3 on no statement of an oracle, and none worth more than 0.3, stands whole in the database',
  check({ engine, instance, level }, fail) {
    if (level < 3) return { statements: 0 }
    const { before, draft } = instance
    const texts = textsOf(before).map(plainSql)
    const right = new Set(draft.oracles.flatMap(({ queries }) => queries.map(plainSql)))
    for (const query of right) {
      if (query.length > 40 && texts.some((text) => text.includes(query)))
        fail(`an oracle's statement can be read: ${query.slice(0, 120)}`)
    }
    const statements = [...new Set(textsOf(before))]
      .flatMap((text) => text.match(/\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s[^;]*/gi) ?? [])
      .slice(0, most)
    let best = 0
    for (const statement of statements) {
      const score = playTrial(engine, instance, [statement]).scoreMicros / micros
      best = Math.max(best, score)
      if (score > bound) fail(`a statement in the database scores ${score.toFixed(3)}: ${statement.slice(0, 120)}`)
    }
    return { statements: statements.length, best }
  },
}
