import fc from 'fast-check'
import { limits } from '../src/sql/limits.ts'

/** Properties try the same cases on every run; FC_SEED tries others. */
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_122) })

/** Work ends a statement here, never the clock: a busy machine would. What tests the clock moves it. */
Object.assign(limits, { wallClock: 600_000 })
