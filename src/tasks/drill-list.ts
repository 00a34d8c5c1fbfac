import { boolLexeme } from './drills/bool-lexeme.ts'
import { codePadding } from './drills/code-padding.ts'
import { dateIso } from './drills/date-iso.ts'
import { derivedNull } from './drills/derived-null.ts'
import { doubleEscape } from './drills/double-escape.ts'
import { enumDrift } from './drills/enum-drift.ts'
import { epochMix } from './drills/epoch-mix.ts'
import { lookupNull } from './drills/lookup-null.ts'
import { numericText } from './drills/numeric-text.ts'
import { phoneE164 } from './drills/phone-e164.ts'
import { sentinels } from './drills/sentinels.ts'
import { trimCase } from './drills/trim-case.ts'
import { ofDrill, type DrillFamily } from './drill-family.ts'

/** Every drill, newest version of each. */
export const drillList: readonly DrillFamily[] = Object.freeze(
  [
    dateIso,
    phoneE164,
    trimCase,
    boolLexeme,
    codePadding,
    numericText,
    sentinels,
    derivedNull,
    lookupNull,
    epochMix,
    doubleEscape,
    enumDrift,
  ].map(ofDrill),
)
