import { limits } from './limits.ts'
import { tokenize } from './tokenizer.ts'

/** A result of which rows are left out. */
export interface CutResult {
  /** Rows that are shown, and that there are. */
  readonly shown: number
  readonly count: number
  /** Whether it is bytes that ran out, not rows. */
  readonly byBytes: boolean
  /** Whether statements before this one have shown something. */
  readonly isShared: boolean
  /** Whether the statement wrote the rows that it returns. */
  readonly isWrite: boolean
  readonly isExplain: boolean
  /** The statement. */
  readonly sql: string
}

/** Characters in which a statement has to begin: what comes before may be a comment. */
const beginning = 1000

/** How to see the rows that are left out. */
function howToSeeMore({ shown, isShared, sql }: CutResult): string {
  const where = isShared ? ' in an action of its own' : ''
  const limit = `LIMIT ${limits.shownRows}`
  if (/pragma/i.test(sql) && tokenize(sql.slice(0, beginning))[0]?.text.toLowerCase() === 'pragma') {
    return `SELECT * FROM pragma_...() ${limit} OFFSET ${shown}${where}`
  }
  if (/\boffset\b/i.test(sql)) return `${limit} and an OFFSET larger by ${shown}${where}`
  return `${limit} OFFSET ${shown}${where}`
}

/** Says which rows a cut result shows, why no more, and how to see the rest; 250 characters at most. */
export function noteOf(cut: CutResult): string {
  const { shown, count, byBytes, isShared, isWrite, isExplain } = cut
  const done = `it took effect on all ${count}, do not run it again`
  const bytes = `${limits.shownBytes / 1024} KB`
  const rows = `${limits.shownRows} rows`
  if (shown === 0 && isShared) {
    const instead = isWrite ? done : 'run it in an action of its own'
    return `0 of ${count} rows shown: the statements before used up what one action shows, ${rows} and ${bytes}; ${instead}`
  }
  if (shown === 0) {
    const instead = isWrite ? done : 'select fewer columns, or parts of long values with substr()'
    return `0 of ${count} rows shown: one action shows ${bytes}; ${instead}`
  }
  const cap = `one action shows ${byBytes ? bytes : rows} over all its statements`
  const told = `rows 1 to ${shown} of ${count}: ${cap}`
  if (isExplain) return told
  return `${told}; ${isWrite ? done : `see more with ${howToSeeMore(cut)}`}`
}
