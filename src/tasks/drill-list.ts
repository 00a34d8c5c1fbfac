import { auditNull } from './drills/audit-null.ts'
import { boolLexeme } from './drills/bool-lexeme.ts'
import { codePadding } from './drills/code-padding.ts'
import { dateIso } from './drills/date-iso.ts'
import { decodeThenLink } from './drills/decode-then-link.ts'
import { derivedNull } from './drills/derived-null.ts'
import { doubleEscape } from './drills/double-escape.ts'
import { enumDrift } from './drills/enum-drift.ts'
import { exactDup } from './drills/exact-dup.ts'
import { epochMix } from './drills/epoch-mix.ts'
import { lookupNull } from './drills/lookup-null.ts'
import { numericText } from './drills/numeric-text.ts'
import { phoneE164 } from './drills/phone-e164.ts'
import { rogueUpdate } from './drills/rogue-update.ts'
import { sentinels } from './drills/sentinels.ts'
import { trimCase } from './drills/trim-case.ts'
import { unitMix } from './drills/unit-mix.ts'
import { ofTrades, type TradesFamily } from './drill-family.ts'

/** Every family, newest version of each. */
export const familyList: readonly TradesFamily[] = Object.freeze(
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
    exactDup,
    epochMix,
    doubleEscape,
    enumDrift,
    auditNull,
    unitMix,
    rogueUpdate,
    decodeThenLink,
  ].map(ofTrades),
)
