/**
 * What somebody meant by the id of a task that there is not. It knows what lists of tasks tell everybody, and
 * nothing else: no seed, no split, no secret.
 *
 * @module
 */
import { clipText } from '../kit/clip-text.ts'
import { nearest } from '../kit/nearest.ts'
import type { Family } from './families/family.ts'
import type { World } from './trades/world.ts'

/** The tasks that may be named. */
export interface KnownTasks {
  /** Ids of the tasks beside the families. */
  readonly ids: readonly string[]
  readonly families: readonly Family[]
  readonly worldsOf: (family: Family) => readonly World[]
  /** How many levels a family has. */
  readonly levels: number
}

/** Characters of an id that a message quotes. */
const quotedLength = 128

/** An id that looks like `family@version/world/level`, taken apart as kindly as possible. */
interface LooseId {
  readonly family: string
  readonly version: number | undefined
  readonly world: string | undefined
  readonly level: number | undefined
}

function parseLoosely(id: string): LooseId {
  // The digest of a secret is nobody's to guess.
  const [family = '', ...parts] = id
    .trim()
    .replace(/~.*$/s, '')
    .split(/(?=[@/:\s])/)
  const tokens = parts.map((part) => ({ isVersion: part.startsWith('@'), text: part.slice(1) }))
  const numbers = tokens.filter(({ text }) => /^\d/.test(text))
  const level = numbers.findLast(({ isVersion }) => !isVersion)
  const version = numbers.find((token) => token.isVersion || token !== level)
  return {
    family,
    version: version && Number.parseInt(version.text, 10),
    world: tokens.find(({ text }) => /^\D/.test(text))?.text,
    level: level && Number.parseInt(level.text, 10),
  }
}

/** What is wrong with the id of a family's task, and the nearest id that is right. */
function repair(family: Family, { version, world, level }: LooseId, known: KnownTasks): readonly [string, string] {
  const worlds = known.worldsOf(family).map((candidate) => candidate.id)
  const near = world === undefined ? worlds[0] : nearest(world, worlds)
  const rung = Math.min(Math.max(level ?? 1, 1), known.levels)
  const reasons: string[] = []
  if (version !== undefined && version !== family.version) {
    reasons.push(`The version of ${family.id} is ${family.version}.`)
  }
  if (near === undefined) reasons.push(`The worlds of ${family.id} are ${worlds.join(', ')}.`)
  if (level !== undefined && level !== rung) reasons.push(`Levels are 1 to ${known.levels}.`)
  return [reasons.map((reason) => ` ${reason}`).join(''), `${family.id}@${family.version}/${near ?? worlds[0]}/${rung}`]
}

/** What is wrong with an id, and what may have been meant by it. */
function suggest(id: string, known: KnownTasks): readonly [reasons: string, meant: string | undefined] {
  if (id.length > quotedLength) return ['', undefined]
  const loose = parseLoosely(id)
  const names = known.families.map((family) => family.id)
  const isWhole = loose.version !== undefined || loose.world !== undefined || loose.level !== undefined
  const all = [...known.ids, ...names]
  const meant = nearest(loose.family, all) ?? nearest(`task_${loose.family}`, known.ids)
  const family = known.families.find((candidate) => candidate.id === meant)
  return isWhole && family !== undefined ? repair(family, loose, known) : ['', meant]
}

/**
 * The message of an unknown task: what was asked for, in at most 128 characters, and what may have been meant.
 *
 * @example describeUnknown('date_iso/shop/2', known) // 'unknown task: date_iso/shop/2; did you mean date_iso@1/shop/2?'
 */
export function describeUnknown(id: string, known: KnownTasks): string {
  const [reasons, meant] = suggest(id, known)
  const message = `unknown task: ${clipText(id, quotedLength)}`
  // What is right as it stands was refused for another reason.
  return meant === undefined || meant === id ? message : `${message}; did you mean ${meant}?${reasons}`
}
