/**
 * The ids of tasks, the one place that writes and reads them: `task_easy` is a listed task or a family,
 * `date_iso@2/shop/2` a family's task in a world at a level, and `~` with a keyed hash behind it one of a private `test`.
 *
 * @module
 */

/** An id taken apart. */
export interface TaskIdParts {
  /** The name of a listed task, or of a family. */
  readonly name: string
  /** Null where the name stands alone. */
  readonly of: {
    readonly version: number
    readonly world: string
    readonly level: number
    /** What the id of a private task ends in; null of all others. */
    readonly mark: string | null
  } | null
}

const grammar = /^([a-z][a-z0-9_]*)(?:@([1-9]\d{0,5})\/([a-z]+)\/([1-5])(?:~([0-9a-f]{16}))?)?$/

/** Takes an id apart; null for what is none. */
export function parseTaskId(id: string): TaskIdParts | null {
  const parts = grammar.exec(id)
  if (parts === null) return null
  const [, name = '', version, world = '', level, mark = null] = parts
  const of = version === undefined ? null : { version: Number(version), world, level: Number(level), mark }
  return { name, of }
}

/** The id of a family's task: `date_iso@2/shop/2`. */
export function formatTaskId(
  family: { readonly id: string; readonly version: number },
  world: string,
  level: number,
  mark: string | null = null,
): string {
  return `${family.id}@${family.version}/${world}/${level}${mark === null ? '' : `~${mark}`}`
}

/** An id that looks like `family@version/world/level`, taken apart as kindly as possible. */
export interface LooseTaskId {
  readonly name: string
  readonly version: number | undefined
  readonly world: string | undefined
  readonly level: number | undefined
}

/** Takes apart what somebody may have meant as an id. */
export function parseLoosely(id: string): LooseTaskId {
  // The digest of a secret is nobody's to guess.
  const [name = '', ...parts] = id
    .trim()
    .replace(/~.*$/s, '')
    .split(/(?=[@/:\s])/)
  const tokens = parts.map((part) => ({ isVersion: part.startsWith('@'), text: part.slice(1) }))
  const numbers = tokens.filter(({ text }) => /^\d/.test(text))
  const level = numbers.findLast(({ isVersion }) => !isVersion)
  const version = numbers.find((token) => token.isVersion || token !== level)
  return {
    name,
    version: version && Number.parseInt(version.text, 10),
    world: tokens.find(({ text }) => /^\D/.test(text))?.text,
    level: level && Number.parseInt(level.text, 10),
  }
}
