import { doubleLoad } from './double-load/double-load.ts'
import type { Incident } from './incident.ts'

/** Every kind of accident, newest version of each. */
export const incidentList: readonly Incident[] = Object.freeze([doubleLoad])
