import { dayMonth } from './day-month/day-month.ts'
import { doubleLoad } from './double-load/double-load.ts'
import type { Incident } from './incident.ts'
import { mergeTool } from './merge-tool/merge-tool.ts'
import { priceAsof } from './price-asof/price-asof.ts'
import { staleMart } from './stale-mart/stale-mart.ts'
import { unitRelease } from './unit-release/unit-release.ts'
import { webhookRetry } from './webhook-retry/webhook-retry.ts'
import { wideUpdate } from './wide-update/wide-update.ts'

/** Every kind of accident, newest version of each. */
export const incidentList: readonly Incident[] = Object.freeze([
  dayMonth,
  doubleLoad,
  mergeTool,
  priceAsof,
  staleMart,
  unitRelease,
  webhookRetry,
  wideUpdate,
])
