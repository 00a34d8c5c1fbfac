import { limits } from './limits.ts'
import type { Failure, FailureKind } from './outcome.ts'
import { clip } from './rows.ts'

/** A statement that ended an action, before its number is put in front. */
export class Stop {
  readonly failure: Failure

  constructor(kind: FailureKind, message: string, cut?: 'time' | 'memory') {
    this.failure = { ok: false, kind, message: clip(message, limits.message), ...(cut ? { cut } : {}) }
  }
}
