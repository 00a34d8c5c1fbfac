/**
 * What an evaluation writes down: `run.json`, which says what is played, and `episodes.jsonl`, a trajectory a line. Both
 * are read by people, by `report` and by other programs.
 *
 * @module
 */
import { z } from 'zod'
import { trajectorySchema } from '../contract/episode.ts'

export const runFormat = 'dataops-env/evaluation@1' as const

/** A word that is shown as it stands, also by whoever got the run from somebody else: it drives no terminal. */
const shown = z
  .string()
  .max(300)
  .regex(/^\P{Cc}*$/u, 'Invalid input: control characters')

/** One instance that every player plays, with what reports group by. */
export const itemSchema = z.strictObject({
  key: shown.describe('id:seed:split; of a classic task its id alone.'),
  id: shown,
  seed: z.int().nullable(),
  split: shown,
  suite: shown,
  family: shown,
  world: shown.nullable(),
  level: z.int().nullable(),
  difficulty: shown,
  difficulty_score: z.number().nullable().describe('0 to 1, where the task has one.'),
  dimension: shown.nullable(),
})
export type Item = z.infer<typeof itemSchema>

const priceSchema = z.strictObject({
  input: z.number().min(0).describe('US dollars for a million tokens.'),
  output: z.number().min(0),
})
export type Price = z.infer<typeof priceSchema>

/** A model or a policy, without anything that is secret. */
export const playerSchema = z.strictObject({
  name: shown,
  kind: z.enum(['model', 'policy']),
  model: z.string().nullable().describe('What the API calls it.'),
  server: z.string().nullable().describe('Address of the API, without query.'),
  mode: z.enum(['tools', 'text']).nullable(),
  temperature: z.number().nullable(),
  max_tokens: z.int().nullable(),
  history_tokens: z.int().nullable(),
  parameters: z.record(z.string(), z.unknown()).nullable(),
  price: priceSchema.nullable(),
})
export type Player = z.infer<typeof playerSchema>

export const runSchema = z.strictObject({
  format: z.literal(runFormat),
  package: shown.describe('Version of dataops-env.'),
  source: z
    .record(shown, z.union([shown, z.number(), z.null()]))
    .describe('Where the items come from: a list by name and digest, or selectors.'),
  attempts: z.int().min(1),
  players: z.array(playerSchema).min(1),
  items: z.array(itemSchema).min(1),
  digest: z.string().describe('SHA-256 of all of the above: equal where the same is played, on any machine.'),
})
export type Run = z.infer<typeof runSchema>

/** A trajectory that knows which episode of an evaluation it is. */
export const evaluatedSchema = trajectorySchema.extend({
  evaluation: trajectorySchema.shape.evaluation.unwrap().unwrap(),
})
export type EvaluatedTrajectory = z.infer<typeof evaluatedSchema>

/** What was asked for and did not come to be, through no fault of the model. A line of `faults.jsonl`. */
export const faultSchema = z.strictObject({
  item: shown,
  player: shown,
  attempt: z.int().min(1),
  kind: z
    .enum(['environment', 'model', 'refusal'])
    .describe('Our side; the way to the model; the provider would not answer.'),
  code: shown,
  message: z.string(),
  tries: z.int().min(1),
})
export type EvaluationFault = z.infer<typeof faultSchema>

/** One episode to be played. */
export interface Job {
  readonly player: Player
  readonly item: Item
  /** From 1. */
  readonly attempt: number
}

/** What an episode of a run is known by. */
export const jobKey = (player: string, item: string, attempt: number): string => JSON.stringify([player, item, attempt])

/** All episodes of a run. Those of one instance stand together: while it is held in memory they are cheap. */
export function jobsOf({ players, items, attempts }: Pick<Run, 'players' | 'items' | 'attempts'>): Job[] {
  return players.flatMap((player) =>
    items.flatMap((item) =>
      // A policy does the same every time.
      Array.from({ length: player.kind === 'policy' ? 1 : attempts }, (_, place) => ({
        player,
        item,
        attempt: place + 1,
      })),
    ),
  )
}
