import type { Observation } from '../../contract/observation.ts'
import { escapeControls } from '../../kit/escape-controls.ts'
import { playCommands } from './commands.ts'

/** What may stand in a statement beside names. */
const keywords =
  `ALL ALTER AND AS ASC AVG BEGIN BETWEEN BY CASE CAST COALESCE COLLATE COLUMN COMMIT COUNT CREATE CROSS DEFAULT DELETE
  DESC DISTINCT DROP ELSE END ESCAPE EXCEPT EXISTS FROM GLOB GROUP HAVING INDEX INNER INSERT INSTR INTERSECT INTO IS
  JOIN LEFT LENGTH LIKE LIMIT LOWER LTRIM MAX MIN NOT NULL NULLIF OFFSET ON OR ORDER OVER PARTITION PRAGMA PRIMARY
  REPLACE RETURNING ROLLBACK ROUND ROW_NUMBER RTRIM SELECT SET SUBSTR SUM TABLE TEMP THEN TOTAL TRIGGER TRIM TYPEOF
  UNION UNIQUE UPDATE UPPER USING VALUES VIEW WHEN WHERE WITH`.split(/\s+/)

/** After these a table is due. */
const beforeTable = /\b(?:from|join|update|into|table)\s+$/i

/** Candidates that are shown at most. */
const most = 200

/** What is typed last: a name, whose table may stand before a dot, and whose quote may be open. */
const fragment = /(?:([\p{L}_][\p{L}\p{N}_$]*)\.)?("[^"]*|[\p{L}\p{N}_$]*)$/u

/** A name as SQL can have it; undefined for one that must not reach a terminal. */
function toIdentifier(name: string): string | undefined {
  if (escapeControls(name) !== name) return undefined
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}

function pick(candidates: Iterable<string>, typed: string): string[] {
  const wanted = typed.toLowerCase()
  const found = new Set<string>()
  for (const candidate of candidates) if (candidate.toLowerCase().startsWith(wanted)) found.add(candidate)
  return [...found].toSorted().slice(0, most)
}

const identifiers = (names: readonly string[]): string[] => names.map(toIdentifier).filter((name) => name !== undefined)

/**
 * What can follow a line, and the part of it that the candidates stand for: commands, tables, columns, keywords.
 *
 * @param pending lines of the same statement before this one
 */
export function completeLine(
  line: string,
  pending: string,
  { available_tables: tables, schema_summary: columns }: Observation,
): [candidates: string[], typed: string] {
  if (pending === '') {
    const command = /^\s*(\.\S*)$/.exec(line)?.[1]
    const names = playCommands.map(({ name }) => name)
    if (command !== undefined || line.trim() === '') return [pick(names, command ?? ''), command ?? '']
    const table = /^\s*\.schema\s+(\S*)$/i.exec(line)?.[1]
    if (table !== undefined) return [pick(identifiers(tables), table), table]
  }
  const sql = pending + line
  const isInString = sql.replaceAll(/"[^"]*"/g, '').split("'").length % 2 === 0
  const [whole = '', qualifier, typed = ''] = fragment.exec(line) ?? []
  if (isInString || line.startsWith('.')) return [[], typed]
  const before = pending + line.slice(0, line.length - whole.length)
  if (qualifier !== undefined) {
    const table = tables.find((name) => name.toLowerCase() === qualifier.toLowerCase())
    const own = table === undefined ? Object.values(columns).flat() : (columns[table] ?? [])
    return [pick(identifiers(own), typed), typed]
  }
  if (beforeTable.test(before)) {
    const found = pick(identifiers(tables), typed)
    if (found.length > 0) return [found, typed]
  }
  const words =
    typed === '' ? [] : typed === typed.toLowerCase() ? keywords.map((word) => word.toLowerCase()) : keywords
  return [pick([...identifiers(tables), ...identifiers(Object.values(columns).flat()), ...words], typed), typed]
}
