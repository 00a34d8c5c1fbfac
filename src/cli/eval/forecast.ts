/** What a run will take, told before the first request: how many episodes and tokens, and what they cost. */
import type { Item, Job, Player } from '../../evaluation/run.ts'
import { resolveTask } from '../../tasks/family-list.ts'
import { splits } from '../../tasks/define-task.ts'
import { draftOf } from '../../tasks/instantiate.ts'

export interface Forecast {
  readonly player: Player
  readonly episodes: number
  /** Tokens, for a model that takes half of its steps. */
  readonly input: number
  readonly output: number
  /** US dollars; null without a price. */
  readonly cost: number | null
}

/** Of one step: an answer, and what comes back. */
const answerTokens = 150
const resultTokens = 350
/** Instructions, tools, the schema. */
const standingTokens = 900
const charactersPerToken = 4
/** Items that are looked at. */
const sampled = 8

interface Opening {
  readonly tokens: number
  readonly steps: number
}

/** What an instance opens with; of its tables the goal alone is counted. */
function openingOf({ id, seed, split }: Item): Opening {
  const task = resolveTask(
    id,
    splits.find((name) => name === split),
  )
  const { goal, stepLimit = task.stepLimit } = draftOf(task, seed)
  return { tokens: standingTokens + Math.ceil(goal.length / charactersPerToken), steps: Math.ceil(stepLimit / 2) }
}

/** A guess for each model, by a few of the items that are left. */
export function forecast(jobs: readonly Job[]): Forecast[] {
  const items = [...new Map(jobs.map(({ item }) => [item.key, item])).values()]
  const every = Math.max(1, Math.floor(items.length / sampled))
  const openings = items.filter((_, place) => place % every === 0).map(openingOf)
  const mean = (of: (opening: Opening) => number): number =>
    openings.reduce((sum, opening) => sum + of(opening), 0) / Math.max(openings.length, 1)
  const steps = mean((opening) => opening.steps)
  // Every request holds all that came before.
  const input = steps * mean(({ tokens }) => tokens) + (answerTokens + resultTokens) * ((steps * (steps - 1)) / 2)
  const players = [...new Map(jobs.map(({ player }) => [player.name, player])).values()]
  return players.map((player) => {
    const episodes = jobs.filter((job) => job.player.name === player.name).length
    if (player.kind === 'policy') return { player, episodes, input: 0, output: 0, cost: 0 }
    const [all, answers] = [Math.round(episodes * input), Math.round(episodes * steps * answerTokens)]
    const { price } = player
    return {
      player,
      episodes,
      input: all,
      output: answers,
      cost: price === null ? null : (all * price.input + answers * price.output) / 1e6,
    }
  })
}
