/**
 * What somebody meant by the id of a task that there is not. It knows what lists of tasks tell everybody, and
 * nothing else: no seed, no split, no secret.
 *
 * @module
 */
import { clipText } from '../kit/clip-text.ts'
import { nearest } from '../kit/nearest.ts'
import type { TaskFamily } from './task-family.ts'
import { formatTaskId, parseLoosely, type LooseTaskId } from './task-id.ts'

/** The tasks that may be named. */
export interface KnownTasks {
  /** Ids of the tasks beside the families. */
  readonly ids: readonly string[]
  readonly families: readonly TaskFamily[]
}

/** Characters of an id that a message quotes. */
const quotedLength = 128

/** What is wrong with the id of a family's task, and the nearest id that is right. */
function repair(family: TaskFamily, { version, world, level }: LooseTaskId): readonly [string, string] {
  const worlds = family.worlds.map((candidate) => candidate.id)
  const near = world === undefined ? worlds[0] : nearest(world, worlds)
  const [lowest = 1] = family.levels
  const highest = family.levels.at(-1) ?? lowest
  const rung = Math.min(Math.max(level ?? lowest, lowest), highest)
  const reasons: string[] = []
  if (version !== undefined && version !== family.version) {
    reasons.push(`The version of ${family.id} is ${family.version}.`)
  }
  if (near === undefined) reasons.push(`The worlds of ${family.id} are ${worlds.join(', ')}.`)
  if (level !== undefined && level !== rung) reasons.push(`Levels are ${lowest} to ${highest}.`)
  const meant = formatTaskId(family, near ?? worlds[0] ?? '', rung)
  return [reasons.map((reason) => ` ${reason}`).join(''), meant]
}

/** Families of version 0.1 that are no more: incidents do better what they did. */
const former: ReadonlySet<string> = new Set(['exact_dup', 'audit_null', 'unit_mix', 'rogue_update', 'decode_then_link'])

/** What to say of a family that there was before version 0.2; undefined of all others. */
export function sayFormer(name: string): string | undefined {
  return former.has(name) ? `${name} went with version 0.2, whose incidents take its place` : undefined
}

/** What is wrong with an id, and what may have been meant by it. */
function suggest(id: string, known: KnownTasks): readonly [reasons: string, meant: string | undefined] {
  if (id.length > quotedLength) return ['', undefined]
  const loose = parseLoosely(id)
  const names = known.families.map((family) => family.id)
  const isWhole = loose.version !== undefined || loose.world !== undefined || loose.level !== undefined
  const all = [...known.ids, ...names]
  const meant = nearest(loose.name, all) ?? nearest(`task_${loose.name}`, known.ids)
  const family = known.families.find((candidate) => candidate.id === meant)
  return isWhole && family !== undefined ? repair(family, loose) : ['', meant]
}

/**
 * The message of an unknown task: what was asked for, in at most 128 characters, and what may have been meant.
 *
 * @example describeUnknown('date_iso/shop/2', known) // 'unknown task: date_iso/shop/2; did you mean date_iso@2/shop/2?'
 */
export function describeUnknown(id: string, known: KnownTasks): string {
  const message = `unknown task: ${clipText(id, quotedLength)}`
  const gone = sayFormer(parseLoosely(id.slice(0, quotedLength)).name)
  if (gone !== undefined) return `${message}; ${gone}`
  const [reasons, meant] = suggest(id, known)
  // What is right as it stands was refused for another reason.
  return meant === undefined || meant === id ? message : `${message}; did you mean ${meant}?${reasons}`
}
