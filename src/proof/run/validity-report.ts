import { imageBound, joinBound } from '../check/check-family.ts'
import { tierBounds } from '../check/laws.ts'
import { drillList, resolveTask } from '../../tasks/family-list.ts'
import { originOf } from '../../tasks/task-origin.ts'
import { tiers } from '../../tasks/drills/blocks/senders.ts'
import type { Proof } from './proof.ts'

/** Places in a list of the worst. */
const listed = 10

/** What was measured over some instances. */
export interface ValidityFigures {
  readonly instances: number
  readonly defects: number
  /** The highest scores, 0 to 1; a join can score below 0. */
  readonly best_naive: number
  readonly best_blind: number
  readonly best_join: number
  /** Cells that differ between seed and target, in the instances with the fewest and with the most. */
  readonly differing_min: number
  readonly differing_max: number
  /** Wrong states that the predicates were asked about. */
  readonly wrong_states: number
  readonly ambiguities: number
  readonly image_bytes_max: number
}

/** One of the worst instances. */
export interface WorstScore {
  readonly task: string
  readonly seed: number
  readonly policy: string
  readonly score: number
}

export interface LargestImage {
  readonly task: string
  readonly seed: number
  readonly bytes: number
}

export interface ValidityDefect {
  readonly task: string
  readonly seed: number
  readonly check: string
  readonly message: string
}

/** The same for the same instances, however many threads have proven them. */
export interface ValidityReport {
  readonly ok: boolean
  readonly suite: 'drills'
  readonly version: string
  /** Both ends included. */
  readonly seeds: readonly [first: number, last: number]
  readonly tasks: number
  readonly worlds: readonly string[]
  readonly total: ValidityFigures
  readonly levels: readonly (ValidityFigures & { readonly level: number })[]
  readonly families: readonly (ValidityFigures & {
    readonly family: string
    readonly version: number
    readonly worlds: number
    readonly levels: readonly (ValidityFigures & { readonly level: number })[]
  })[]
  readonly worst: {
    readonly blind: readonly WorstScore[]
    readonly naive: readonly WorstScore[]
    readonly join: readonly WorstScore[]
    readonly image: readonly LargestImage[]
  }
  /** Images that were compared with all others, and how many instances were also drawn in the other splits. */
  readonly images: { readonly compared: number; readonly split_samples: number }
  readonly bounds: {
    readonly levels: readonly { readonly level: number; readonly blind: number; readonly naive: number }[]
    readonly join: number
    readonly image_bytes: number
  }
  readonly failures: readonly ValidityDefect[]
}

interface Entry {
  readonly proof: Proof
  readonly family: string
  readonly version: number
  readonly world: string
  readonly level: number
}

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

/** Instances in an order of their own: by task, then by seed. */
function compareProofs(left: Pick<Proof, 'task' | 'seed'>, right: Pick<Proof, 'task' | 'seed'>): number {
  return compareText(left.task, right.task) || left.seed - right.seed
}

/** Sums up the proofs of a run, in whatever order they come. @param version of the package that proves */
export function reportOf(proofs: readonly Proof[], seeds: readonly [number, number], version: string): ValidityReport {
  const sorted = proofs.toSorted(compareProofs)
  const entries = sorted.flatMap((proof): Entry[] => {
    const { facts } = originOf(resolveTask(proof.task))
    return facts === null ? [] : [{ proof, ...facts }]
  })
  const { collisions, compared } = compareImages(sorted)
  const failures = [
    ...sorted.flatMap(({ task, seed, failures: own }) => own.map((failure) => ({ task, seed, ...failure }))),
    ...collisions,
  ]
  const defects = countByInstance(failures)
  const summarise = (some: readonly Entry[]): ValidityFigures => figuresOf(some, defects)
  const byLevel = (some: readonly Entry[]): ValidityReport['levels'] =>
    tiers.flatMap((level) => {
      const own = some.filter((entry) => entry.level === level)
      return own.length === 0 ? [] : [{ level, ...summarise(own) }]
    })
  const scores = (kind: 'blind' | 'naive' | 'join'): WorstScore[] =>
    sorted
      .flatMap(({ task, seed, figures }) => (figures?.[kind] ? [{ task, seed, ...figures[kind] }] : []))
      .toSorted((left, right) => right.score - left.score || compareProofs(left, right))
      .slice(0, listed)
  return {
    ok: failures.length === 0,
    suite: 'drills',
    version,
    seeds,
    tasks: new Set(sorted.map(({ task }) => task)).size,
    worlds: [...new Set(entries.map(({ world }) => world))].toSorted(),
    total: summarise(entries),
    levels: byLevel(entries),
    families: drillList.flatMap(({ id, version }) => {
      const own = entries.filter(({ family }) => family === id)
      if (own.length === 0) return []
      const worlds = new Set(own.map(({ world }) => world)).size
      return [{ family: id, version, worlds, ...summarise(own), levels: byLevel(own) }]
    }),
    worst: {
      blind: scores('blind'),
      naive: scores('naive'),
      join: scores('join'),
      image: sorted
        .flatMap(({ task, seed, figures }) => (figures ? [{ task, seed, bytes: figures.image_bytes }] : []))
        .toSorted((left, right) => right.bytes - left.bytes || compareProofs(left, right))
        .slice(0, listed),
    },
    images: { compared, split_samples: sorted.filter(({ others }) => Object.keys(others).length > 0).length },
    bounds: {
      levels: tiers.map((level) => ({ level, ...tierBounds(level) })),
      join: joinBound,
      image_bytes: imageBound,
    },
    failures,
  }
}

const nameOf = ({ task, seed }: Pick<Proof, 'task' | 'seed'>): string => `${task} ${seed}`

function countByInstance(failures: readonly ValidityDefect[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const failure of failures) counts.set(nameOf(failure), (counts.get(nameOf(failure)) ?? 0) + 1)
  return counts
}

function figuresOf(entries: readonly Entry[], defects: ReadonlyMap<string, number>): ValidityFigures {
  let [instances, defective, wrongStates, ambiguities, imageBytes] = [0, 0, 0, 0, 0]
  let [naive, blind, join] = [0, 0, Number.NEGATIVE_INFINITY]
  let [fewest, most] = [Number.POSITIVE_INFINITY, 0]
  for (const { proof } of entries) {
    instances++
    defective += defects.get(nameOf(proof)) ?? 0
    if (proof.figures === null) continue
    const { figures } = proof
    naive = Math.max(naive, figures.naive?.score ?? 0)
    blind = Math.max(blind, figures.blind?.score ?? 0)
    join = Math.max(join, figures.join?.score ?? Number.NEGATIVE_INFINITY)
    fewest = Math.min(fewest, figures.differing)
    most = Math.max(most, figures.differing)
    wrongStates += figures.wrong_states
    ambiguities += figures.ambiguities
    imageBytes = Math.max(imageBytes, figures.image_bytes)
  }
  return {
    instances,
    defects: defective,
    best_naive: naive,
    best_blind: blind,
    best_join: Number.isFinite(join) ? join : 0,
    differing_min: Number.isFinite(fewest) ? fewest : 0,
    differing_max: most,
    wrong_states: wrongStates,
    ambiguities,
    image_bytes_max: imageBytes,
  }
}

/** No image may come twice, be it of another seed, another split or another task. */
function compareImages(sorted: readonly Proof[]): { collisions: ValidityDefect[]; compared: number } {
  const owners = new Map<string, string>()
  const collisions: ValidityDefect[] = []
  let compared = 0
  for (const { task, seed, image, others } of sorted) {
    const images = [['', image] as const, ...Object.entries(others).map(([split, other]) => [split, other] as const)]
    for (const [split, digest] of images) {
      if (digest === null) continue
      compared++
      const name = `${task}, seed ${seed}${split === '' ? '' : ` in split ${split}`}`
      const owner = owners.get(digest)
      if (owner === undefined) owners.set(digest, name)
      else collisions.push({ task, seed, check: 'images', message: `${name} has the image of ${owner}` })
    }
  }
  return { collisions, compared }
}
