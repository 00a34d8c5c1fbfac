import { tokenize } from '../../src/sql/tokenizer.ts'
import type { FuzzCase } from './fuzz-case.ts'
import { queryOf } from './seat.ts'

/** What bounds the search for a smaller case. */
export interface MinimiseLimits {
  readonly trials: number
  readonly milliseconds: number
}

type StillFails = (smaller: FuzzCase) => Promise<boolean>

/**
 * The smallest case found that still fails: actions are left out, then tokens of each statement, then
 * characters, by delta debugging. Null when not even the whole case fails when it is played alone.
 */
export async function minimise(
  fuzzCase: FuzzCase,
  fails: StillFails,
  limits: MinimiseLimits = { trials: 600, milliseconds: 60_000 },
): Promise<FuzzCase | null> {
  const deadline = performance.now() + limits.milliseconds
  let trials = 0
  const stillFails: StillFails = async (smaller) => {
    if (++trials > limits.trials || performance.now() > deadline) return false
    return fails(smaller)
  }
  if (!(await fails(fuzzCase))) return null
  let best = fuzzCase
  const simpler = { ...best, seed: null, reward_mode: 'classic' as const }
  if (await stillFails(simpler)) best = simpler
  best = { ...best, actions: await reduce(best.actions, (actions) => stillFails({ ...best, actions })) }
  for (let index = 0; index < best.actions.length; index++) {
    const query = queryOf(best.actions[index])
    if (query === null) continue
    const withQuery = (text: string): FuzzCase => ({
      ...best,
      actions: best.actions.map((action, at) => (at === index ? { action_type: 'execute_sql', query: text } : action)),
    })
    if (!(await stillFails(withQuery(query)))) continue
    best = withQuery(await reduceText(query, (text) => stillFails(withQuery(text))))
  }
  return best
}

async function reduceText(query: string, fails: (text: string) => Promise<boolean>): Promise<string> {
  let text = query
  const tokens = tokenize(text).map((token) => token.text)
  if (await fails(tokens.join(' '))) {
    text = (await reduce(tokens, (kept) => fails(kept.join(' ')))).join(' ')
  }
  return text.length > 2_000 ? text : (await reduce([...text], (kept) => fails(kept.join('')))).join('')
}

/** Leaves out ever smaller runs of items for as long as the rest still fails. */
async function reduce<T>(items: readonly T[], fails: (kept: readonly T[]) => Promise<boolean>): Promise<readonly T[]> {
  let kept = items
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length && kept.length > 1;) {
      const without = [...kept.slice(0, at), ...kept.slice(at + size)]
      if (without.length > 0 && (await fails(without))) kept = without
      else at += size
    }
  }
  return kept
}
