import { laws, makingLaw } from './check-incident.ts'
import type { IncidentProofLine } from './incident-proof.ts'
import { judgeSuite, type SuiteFinding } from './suite-laws.ts'

/** What one number of a law was over all instances. */
export interface FigureSpread {
  readonly name: string
  readonly least: number
  readonly mean: number
  readonly most: number
}

/** How one law fared over all instances. */
export interface LawSummary {
  readonly law: string
  readonly says: string
  /** Instances that it was tried on, and those that break it. */
  readonly instances: number
  readonly broken: number
  readonly figures: readonly FigureSpread[]
}

/** A defect with the instance that shows it. */
export interface ShownDefect {
  readonly law: string
  readonly task: string
  readonly seed: number
  readonly rows: number
  readonly message: string
}

export interface LevelSummary {
  readonly level: number
  readonly instances: number
  readonly defective: number
  readonly rows: FigureSpread
  readonly cells: FigureSpread
  readonly image_bytes: FigureSpread
  readonly gambling: FigureSpread
  readonly priors: FigureSpread
  readonly partials: FigureSpread
  readonly difference: FigureSpread
}

/** The same for the same instances, however many threads have proven them. */
export interface IncidentReportLine {
  readonly ok: boolean
  readonly suite: 'incidents'
  readonly version: string
  readonly seeds: readonly [first: number, last: number]
  readonly incidents: readonly string[]
  readonly worlds: readonly string[]
  readonly instances: number
  /** Instances that break a law. */
  readonly defective: number
  readonly levels: readonly LevelSummary[]
  readonly laws: readonly LawSummary[]
  readonly whole: readonly SuiteFinding[]
  /** For each broken law its smallest instance: the lowest level, then the fewest rows, then the lowest seed. */
  readonly smallest: readonly ShownDefect[]
  readonly failures: readonly ShownDefect[]
}

function spreadOf(name: string, numbers: readonly number[]): FigureSpread {
  const sum = numbers.reduce((total, number) => total + number, 0)
  return {
    name,
    least: numbers.length === 0 ? 0 : Math.min(...numbers),
    mean: numbers.length === 0 ? 0 : sum / numbers.length,
    most: numbers.length === 0 ? 0 : Math.max(...numbers),
  }
}

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

function compareSizes(left: IncidentProofLine, right: IncidentProofLine): number {
  return (
    left.level - right.level || left.rows - right.rows || left.seed - right.seed || compareText(left.task, right.task)
  )
}

function figure(proofs: readonly IncidentProofLine[], law: string, name: string): number[] {
  return proofs.flatMap(({ figures }) => figures[law]?.[name] ?? [])
}

function levelOf(level: number, proofs: readonly IncidentProofLine[]): LevelSummary {
  const of = (law: string, name: string): FigureSpread => spreadOf(name, figure(proofs, law, name))
  return {
    level,
    instances: proofs.length,
    defective: proofs.filter(({ defects }) => defects.length > 0).length,
    rows: of('keys', 'rows'),
    cells: of('keys', 'cells to repair'),
    image_bytes: of('same bytes', 'image bytes'),
    gambling: of('gambling', 'mean'),
    priors: of('priors', 'best'),
    partials: of('partial repairs', 'best'),
    difference: of('essential carriers', 'least difference'),
  }
}

/** Sums up the proofs of a run, in whatever order they come. @param version of the package that proves */
export function incidentReportOf(
  proofs: readonly IncidentProofLine[],
  seeds: readonly [number, number],
  version: string,
): IncidentReportLine {
  const sorted = proofs.toSorted(compareSizes)
  const failures = sorted.flatMap(({ task, seed, rows, defects }) =>
    defects.map(({ law, message }): ShownDefect => ({ law, task, seed, rows, message })),
  )
  const smallest = [...new Map(failures.toReversed().map((failure) => [failure.law, failure])).values()].toReversed()
  const whole = judgeSuite(sorted)
  const summaries = [{ name: makingLaw, says: 'the generator gives an instance that can be graded' }, ...laws].map(
    ({ name, says }): LawSummary => {
      const tried = sorted.filter(({ figures, defects }) => name in figures || defects.some(({ law }) => law === name))
      const names = [...new Set(tried.flatMap(({ figures }) => Object.keys(figures[name] ?? {})))]
      return {
        law: name,
        says,
        instances: name === makingLaw ? sorted.length : tried.length,
        broken: sorted.filter(({ defects }) => defects.some(({ law }) => law === name)).length,
        figures: names.map((own) => spreadOf(own, figure(tried, name, own))),
      }
    },
  )
  const levels = [...new Set(sorted.map(({ level }) => level))]
  return {
    ok: failures.length === 0 && whole.every(({ defects }) => defects.length === 0),
    suite: 'incidents',
    version,
    seeds,
    incidents: [...new Set(sorted.map(({ incident }) => incident))].toSorted(),
    worlds: [...new Set(sorted.map(({ world }) => world))].toSorted(),
    instances: sorted.length,
    defective: sorted.filter(({ defects }) => defects.length > 0).length,
    levels: levels.map((level) =>
      levelOf(
        level,
        sorted.filter((own) => own.level === level),
      ),
    ),
    laws: summaries,
    whole,
    smallest,
    failures,
  }
}
