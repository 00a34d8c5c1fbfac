/**
 * The lines of a journal file: JSON, one entry each. The first line of a file says what the others are.
 *
 * @module
 */
import { z } from 'zod'
import { hostCuts, resetParamsSchema, stateSchema } from '../contract/episode.ts'
import { stepEvents } from '../episode/rewards.ts'
import { type EpisodeStart, type RecordedStep, starters } from './episode-record.ts'

export const journalFormat = 'dataops-env/journal@2'

const headerSchema = z.strictObject({
  format: z.string().regex(/^dataops-env\/journal@\d+$/),
  /** Of everything beside the entries that episodes follow from. */
  settings: z.string(),
})

const startSchema = z.strictObject({ by: z.enum(starters), params: resetParamsSchema, state: stateSchema })

const stepSchema = z.strictObject({
  action: z.string(),
  cut: z.strictObject({ kind: z.enum(hostCuts), message: z.string() }).nullable(),
  idle: z.enum(stepEvents).nullable(),
  done: z.boolean(),
  request: z.string().optional(),
})

const entrySchema = z.union([
  z.strictObject({ session: z.string(), opened: z.literal(true) }),
  z.strictObject({ session: z.string(), start: startSchema }),
  stepSchema.extend({ session: z.string() }),
  z.strictObject({ session: z.string(), ended: z.literal(true) }),
])

export type JournalEntry = z.infer<typeof entrySchema>

export function writeHeader(settings: string): string {
  return `${JSON.stringify({ format: journalFormat, settings } satisfies z.infer<typeof headerSchema>)}\n`
}

export function writeEntry(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`
}

/** The settings that a first line names; null when it is no header. Those of another format are never ours. */
export function readHeader(line: string): string | null {
  const { data } = headerSchema.safeParse(parse(line))
  if (data === undefined) return null
  return data.format === journalFormat ? data.settings : `${data.settings} of ${data.format}`
}

/** Null when the line is no entry. */
export function readEntry(line: string): JournalEntry | null {
  const parsed = entrySchema.safeParse(parse(line))
  return parsed.success ? parsed.data : null
}

/** A step by itself, where its place says of which session it is. */
export function writeStep(step: RecordedStep): string {
  return JSON.stringify(step)
}

/** Null when the text is no step. */
export function readStep(text: string): RecordedStep | null {
  return stepSchema.safeParse(parse(text)).data ?? null
}

export function writeStart(start: EpisodeStart): string {
  return JSON.stringify(start)
}

/** Null when the text is no start. */
export function readStart(text: string): EpisodeStart | null {
  return startSchema.safeParse(parse(text)).data ?? null
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
