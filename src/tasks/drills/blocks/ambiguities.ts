import type { AmbiguityCase } from '../../define-task.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { Workpiece } from './column-plan.ts'
import { planted } from './rule-sheet.ts'
import { textOf, viewTable } from './table-view.ts'

/** Questions that the way from a line to its rule could leave open. */
export function routeAmbiguities({
  scene,
  place,
  level,
  routing,
}: Pick<Workpiece, 'scene' | 'place' | 'level' | 'routing'>): AmbiguityCase[] {
  const fold = (value: SqlValue | undefined): string => textOf(value).trim().toLowerCase()
  const cases: AmbiguityCase[] = [
    {
      name: 'codes that differ in case or blanks only',
      excluded: () => new Set(routing.senders.map(({ code }) => fold(code))).size === routing.senders.length,
    },
    {
      name: 'lines of no sender, or of one that has no rule',
      excluded: (seed) => {
        const known = new Set<SqlValue>(routing.senders.map(({ code }) => code))
        return viewTable(scene, seed, place.table).every((line) => known.has(line[place.stamp] ?? null))
      },
    },
  ]
  if (level === 2) {
    cases.push({
      name: 'two entries for one sender and column',
      excluded: (seed) => {
        const subjects = viewTable(scene, seed, planted.rules).map((row) =>
          JSON.stringify([fold(row['sender']), fold(row['field']), row['setting'] ?? null]),
        )
        return new Set(subjects).size === subjects.length
      },
    })
  }
  return cases
}
