import type { DatabaseSpec, TableSpec } from '../../../data/content.ts'
import type { Random } from '../../../kit/random.ts'
import type { GradedPart } from '../../../grading/graded-table.ts'
import { sayMinute } from '../../worlds/time.ts'
import type { Names } from './names.ts'
import { drawAllNames } from './names.ts'
import { writeOracles } from './oracles.ts'
import { drawStory, type Story } from './story.ts'
import type { IncidentOptions, Sketch } from '../incident.ts'
import { gradedTables, traceTables } from './tables.ts'

export function tryIt(random: Random, options: IncidentOptions & { readonly sketch: Sketch }) {
  const story = drawStory(random, options)
  const names = drawAllNames(random, story)
  const traces = traceTables(random, story, names)
  const before = gradedTables(random, story, names, {
    rows: story.seen.rows.values(),
    children: story.children,
    days: story.days.seen,
  })
  const after = gradedTables(random, story, names, {
    rows: story.due.rows.values(),
    children: story.children.map((child) => ({ ...child, core: story.belongs.get(child.id) ?? child.core })),
    days: story.days.due,
  })
  const seed: DatabaseSpec = { tables: [...before, ...traces] }
  const target: DatabaseSpec = { tables: [...after, ...traces] }
  return { story, names, seed, target, asOf: `${sayMinute(story.asOf)}:00`, oracles: writeOracles(story, names) }
}
