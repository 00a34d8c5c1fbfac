/**
 * All probes of one family. The command `npm run probes` and the tests go through here.
 *
 * @module
 */
import type { Engine } from '../../sql/engine.ts'
import type { DrillFamily } from '../../tasks/drill-family.ts'
import { familyTask, worldsOf } from '../../tasks/family-list.ts'
import { draftOf } from '../../tasks/instantiate.ts'
import { probeArtefacts, type ArtefactFigures } from './artefact-probe.ts'
import { firstProbeSeed, mixedInstances } from './instances.ts'
import { probeGuesses, type GuessFigures } from './guess-probe.ts'
import { probeLadder, type LadderFigures } from './ladder-probe.ts'
import { medianOf, probeTransfer, transferLevel } from './transfer-probe.ts'

/** How much to look at. */
export interface ProbeSize {
  /** Instances of the artefact probe, worlds and levels mixed. */
  readonly instances: number
  /** Seeds of each task in the transfer probe and on the ladder. */
  readonly seeds: number
  /** Worlds of the transfer probe and the ladder; all by default. */
  readonly worlds?: number
}

/** The transfer probe over all worlds and levels of a family. */
export interface FamilyTransfer {
  readonly pairs: number
  /** The middle and the greatest of the tasks' medians, and the best score of all pairs. */
  readonly median: number
  readonly worst: number
  readonly best: number
}

export interface FamilyProbes {
  readonly family: string
  readonly version: number
  readonly artefacts: ArtefactFigures
  readonly transfer: FamilyTransfer
  readonly ladder: LadderFigures
  readonly guesses: GuessFigures
  /** What breaks a bound; empty for a sound family. */
  readonly failures: readonly string[]
}

export function probeFamily(engine: Engine, family: DrillFamily, size: ProbeSize): FamilyProbes {
  const artefacts = probeArtefacts(
    family.id,
    mixedInstances(family, size.instances).map(({ task, seed }) => draftOf(task, seed)),
  )
  const tasks = worldsOf(family)
    .slice(0, size.worlds)
    .flatMap((world) => family.levels.map((level) => familyTask(family, world, level, 'train')))
  const seeds = Array.from({ length: size.seeds }, (_, place) => firstProbeSeed + place)
  const transfers = tasks
    .filter((task) => task.family.level >= transferLevel)
    .map((task) => probeTransfer(engine, task, seeds))
  const ladder = probeLadder(engine, tasks, seeds)
  const guesses = probeGuesses(engine, mixedInstances(family, size.instances))
  return {
    family: family.id,
    version: family.version,
    artefacts,
    transfer: {
      pairs: transfers.reduce((sum, { pairs }) => sum + pairs, 0),
      median: medianOf(transfers.map(({ median }) => median)),
      worst: Math.max(...transfers.map(({ median }) => median)),
      best: Math.max(...transfers.map(({ best }) => best)),
    },
    ladder,
    guesses,
    failures: [
      ...artefacts.failures,
      ...transfers.flatMap(({ failures }) => failures),
      ...ladder.failures,
      ...guesses.failures,
    ],
  }
}
