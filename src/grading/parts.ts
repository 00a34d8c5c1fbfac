/**
 * The parts of a score: what they may weigh, and which of them are too small to stand alone.
 *
 * @module
 */
import type { DatabaseContent } from '../data/content.ts'
import { asciiLower } from '../kit/ascii-case.ts'
import { TaskDefect, type GradedPart, type GradedTable, type PartKind } from './graded-table.ts'
import { PreparedTable } from './prepared-table.ts'

/** A part with fewer cells to repair is counted in the first core part: a single cell would weigh too much. */
const smallestPart = 8

/** The least and the most that all parts of a kind may weigh together. */
const weightBounds: Readonly<Record<PartKind, readonly [number, number]>> = {
  core: [0.6, 1],
  references: [0.15, 0.25],
  derived: [0, 0.1],
}

/** Weights are decimal fractions in binary floating point. */
const tolerance = 1e-9

/** A part with everything that does not depend on the state now. */
export interface PreparedPart {
  readonly name: string
  readonly weight: number
  /** null where the task declares no kinds. */
  readonly kind: PartKind | null
  readonly tables: readonly PreparedTable[]
  /** Cells that differ between seed and target. */
  readonly differing: number
}

/** The parts of a task, and their tables in the order in which rows are found. */
export interface PreparedParts {
  readonly parts: readonly PreparedPart[]
  /** Tables that others refer to come before these. */
  readonly ordered: readonly PreparedTable[]
}

/** Prepares the parts of a task, small ones merged. Throws a TaskDefect when they make no sense. */
export function prepareParts(
  parts: readonly GradedPart[],
  seed: DatabaseContent,
  target: DatabaseContent,
): PreparedParts {
  const tables = new Map<string, PreparedTable>()
  for (const spec of orderByReference(parts.flatMap((part) => part.tables))) {
    tables.set(asciiLower(spec.name), new PreparedTable(spec, seed, target, tables))
  }
  const prepared = parts.map(({ name, weight, kind, tables: specs }): PreparedPart => {
    const own = specs.map((spec) => tables.get(asciiLower(spec.name)) as PreparedTable)
    return { name, weight, kind: kind ?? null, tables: own, differing: sum(own.map((table) => table.differing)) }
  })
  const hasKinds = prepared.some(({ kind }) => kind !== null)
  const merged = hasKinds ? mergeSmall(prepared) : prepared
  for (const { name, differing } of merged) {
    if (differing === 0) throw new TaskDefect(`part ${name}: seed and target are equal`)
  }
  checkWeights(prepared, hasKinds)
  return { parts: merged, ordered: [...tables.values()] }
}

/** Each table once, and after those it refers to. */
function orderByReference(specs: readonly GradedTable[]): GradedTable[] {
  const waiting = new Map<string, GradedTable>()
  for (const spec of specs) {
    if (waiting.has(asciiLower(spec.name))) throw new TaskDefect(`table ${spec.name} is graded twice`)
    waiting.set(asciiLower(spec.name), spec)
  }
  const parentsOf = ({ references }: GradedTable): string[] => Object.values(references ?? {}).map(asciiLower)
  for (const { name, references } of specs) {
    const unknown = Object.values(references ?? {}).find((parent) => !waiting.has(asciiLower(parent)))
    if (unknown !== undefined) throw new TaskDefect(`table ${name}: no graded table ${unknown} to refer to`)
  }
  const ordered: GradedTable[] = []
  while (waiting.size > 0) {
    const ready = [...waiting].filter(([, spec]) => parentsOf(spec).every((parent) => !waiting.has(parent)))
    if (ready.length === 0) throw new TaskDefect(`tables refer to one another: ${[...waiting.keys()].join(', ')}`)
    for (const [id, spec] of ready) {
      ordered.push(spec)
      waiting.delete(id)
    }
  }
  return ordered
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

function checkWeights(parts: readonly PreparedPart[], hasKinds: boolean): void {
  const weights = parts.map(({ weight }) => weight)
  if (Math.abs(sum(weights) - 1) > tolerance || weights.some((value) => !(value > 0))) {
    throw new TaskDefect('the weights of the parts must be above 0 and sum to 1')
  }
  if (!hasKinds) return
  for (const kind of ['core', 'references', 'derived'] as const) {
    const own = parts.filter((part) => part.kind === kind)
    if (own.length === 0 && kind !== 'core') continue
    const weight = sum(own.map((part) => part.weight))
    const [least, most] = weightBounds[kind]
    if (weight >= least - tolerance && weight <= most + tolerance) continue
    throw new TaskDefect(`${kind} parts weigh ${weight}, which is not from ${least} to ${most}`)
  }
}

/** The parts in their order, small ones in the first core part. */
function mergeSmall(parts: readonly PreparedPart[]): PreparedPart[] {
  const first = parts.find(({ kind }) => kind === 'core')
  if (first === undefined || parts.some(({ kind }) => kind === null)) {
    throw new TaskDefect('either all parts declare their kind, one of them core, or none does')
  }
  const isSmall = (part: PreparedPart): boolean => part !== first && part.differing < smallestPart
  const core = [first, ...parts.filter(isSmall)]
  return parts
    .filter((part) => !isSmall(part))
    .map((part) =>
      part === first
        ? {
            ...first,
            weight: sum(core.map(({ weight }) => weight)),
            tables: core.flatMap(({ tables }) => tables),
            differing: sum(core.map(({ differing }) => differing)),
          }
        : part,
    )
}
