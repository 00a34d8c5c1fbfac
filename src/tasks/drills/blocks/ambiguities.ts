import type { AmbiguityCase, Repair } from '../../define-task.ts'
import type { SqlValue } from '../../../data/values.ts'
import type { Workpiece } from './column-plan.ts'
import { rightReading, type RouteReading } from './routing.ts'
import { planted } from './routing-tables.ts'
import { textOf, viewTable } from './table-view.ts'

/** Questions that the way from a line to its rule could leave open, level by level. */
export function routeAmbiguities(
  piece: Pick<Workpiece, 'scene' | 'place' | 'level' | 'statements' | 'routing'>,
  repair: (reading: RouteReading) => Repair,
): AmbiguityCase[] {
  const { scene, place, level, statements, routing } = piece
  const sentence = (topic: string): string => statements.find((statement) => statement.topic === topic)?.text ?? topic
  const fold = (value: SqlValue | undefined): string => textOf(value).trim().toLowerCase()
  const cases: AmbiguityCase[] = [
    {
      name: 'codes that differ in case or blanks only',
      excluded: () => new Set(routing.feeds.map(({ code }) => fold(code))).size === routing.feeds.length,
    },
    {
      name: 'lines without a feed',
      excluded: (seed) => {
        if (level >= 4) return viewTable(scene, seed, place.table)[0]?.[place.stamp] !== null
        return viewTable(scene, seed, place.table).every((line) => line[place.stamp] !== null)
      },
    },
  ]
  if (level >= 2) {
    cases.push({
      name: 'two entries for one feed, column and day',
      excluded: (seed) => {
        const subjects = viewTable(scene, seed, planted.rules).map((row) =>
          JSON.stringify([fold(row['feed']), fold(row['field']), row['since'] ?? null, row['setting'] ?? null]),
        )
        return new Set(subjects).size === subjects.length
      },
    })
  }
  const ask = (name: string, topic: string, reading: Partial<RouteReading>): void => {
    cases.push({ name, sentence: sentence(topic), other: repair({ ...rightReading, ...reading }) })
  }
  if (level >= 3) ask('received on the first day of an entry', 'dates of entries', { revision: 'day after' })
  if (level >= 4) {
    ask('lines without a number', 'lines', { lines: 'stamped' })
    ask('a correction that was taken back', 'corrections', { corrections: 'all' })
    ask('several corrections of one batch', 'corrections', { corrections: 'first' })
    ask('register and correction disagree', 'corrections', { corrections: 'none' })
  }
  return cases
}
