/**
 * What both oracles are written with: short names, and which files are meant.
 *
 * @module
 */
import { sayDay, sayMinute } from '../../worlds/time.ts'
import type { Names } from './names.ts'
import type { Story } from './business.ts'

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** What SQL is written with: short names of the instance. */
export function sqlNames({
  promises,
  files,
  refusals,
  raw,
  goods,
  withdrawals,
  plan,
  totals,
  handedOver,
  changes,
  oldFiles,
  oldLines,
  status,
  reasons,
  oldReasons,
  marks,
  separator,
}: Names) {
  return {
    ...{ core: promises.table, c: promises.columns, log: files.table, f: files.columns },
    ...{ refused: refusals.table, r: refusals.columns, raw: raw.table, w: raw.columns },
    ...{ goods: goods.table, g: goods.columns, off: withdrawals.table, o: withdrawals.columns },
    ...{ plan: plan.table, p: plan.columns, totals: totals.table, t: totals.columns },
    ...{ fixed: handedOver.table, h: handedOver.columns, edits: changes.table, e: changes.columns },
    ...{ oldLog: oldFiles.table, of: oldFiles.columns, oldRefused: oldLines.table, ol: oldLines.columns },
    ...{ open: quote(status.open), withdrawn: quote(status.withdrawn), day: quote(reasons.day), marks, separator },
    oldDay: quote(oldReasons.day),
  }
}
export type SqlNames = ReturnType<typeof sqlNames>

/** Which files a version read that went by its own order, where papers say so. */
export function struckFiles(
  { level, plan, versions, struckAt, mendedAt, from, until }: Story,
  { f }: SqlNames,
): string {
  if (level >= 4) return `${f.receivedAt} >= '${sayDay(from)}' AND ${f.receivedAt} < '${sayDay(until)}'`
  if (plan === 'columns') return `${f.release} = '${versions.struck}'`
  const machines = (['A', 'B'] as const).map(
    (loader) =>
      `(${f.loader} = '${loader}' AND ${f.loadedAt} >= '${sayMinute(struckAt[loader])}' AND ${f.loadedAt} < '${sayMinute(mendedAt[loader])}')`,
  )
  return `(${machines.join(' OR ')})`
}
