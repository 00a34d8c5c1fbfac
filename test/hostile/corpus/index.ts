import { destructive } from './destructive.ts'
import { hardWork } from './hard-work.ts'
import type { HostileCase } from './hostile-case.ts'
import { hostAccess } from './host-access.ts'
import { hostFacts } from './host-facts.ts'
import { largeValues } from './large-values.ts'
import { limitCases } from './limits.ts'
import { oddValues } from './odd-values.ts'
import { pragmas } from './pragmas.ts'
import { runaway } from './runaway.ts'
import { runawayFunctions } from './runaway-functions.ts'
import { schemaTampering } from './schema-tampering.ts'
import { targetProbes } from './target-probes.ts'
import { transactions } from './transactions.ts'

/** Every hostile statement, by category. */
export const hostileCases: readonly { readonly category: string; readonly cases: readonly HostileCase[] }[] = [
  { category: 'destructive statements', cases: destructive },
  { category: 'transaction escapes', cases: transactions },
  { category: 'files and host access', cases: hostAccess },
  { category: 'pragmas', cases: pragmas },
  { category: 'schema tampering', cases: schemaTampering },
  { category: 'runaway queries', cases: runaway },
  { category: 'runaway functions', cases: runawayFunctions },
  { category: 'runaway work', cases: hardWork },
  { category: 'runaway rows of large values', cases: largeValues },
  { category: 'size limits', cases: limitCases },
  { category: 'odd bytes and numbers', cases: oddValues },
  { category: 'facts of the host', cases: hostFacts },
  { category: 'probes for the target', cases: targetProbes },
]
