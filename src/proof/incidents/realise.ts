import type { DatabaseContent, DatabaseSpec } from '../../data/content.ts'
import { toTypedCell } from '../../data/values.ts'
import { once, type LawSubject } from './law.ts'

/** A database as the grader would read it, without building it: types are those of the values. */
function toContent({ tables }: DatabaseSpec, { objects }: Pick<DatabaseContent, 'objects'>): DatabaseContent {
  return {
    tables: new Map(
      tables.map(({ name, columns, rows }) => [
        name.toLowerCase(),
        { name, columns, rows: rows.map((row) => row.map(toTypedCell)) },
      ]),
    ),
    unread: new Set(),
    objects,
  }
}

/** The database under some choices, as the grader sees it. */
export function contentOf(subject: LawSubject, choices: ReadonlyMap<string, string>): DatabaseContent {
  const { engine, instance, incident, proof } = subject
  const spec = proof.hypotheses.realise(choices)
  // Where the engine stores values as they are given, which the target shows, building is spared.
  const stored = once(
    subject,
    'stored as given',
    () => instance.grader.grade(toContent(incident.target, instance.target)).solved,
  )
  return stored ? toContent(spec, instance.target) : engine.readContent(engine.buildImage(spec))
}
