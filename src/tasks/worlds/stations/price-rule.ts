/**
 * How a house prices an order and corrects what it invoiced: it differs from house to house, and each says so somewhere.
 *
 * @module
 */

/** The rule of a house for prices. */
export interface PriceRule {
  /** On which day of an order the list in force gives its prices. */
  readonly day: 'ordered' | 'confirmed' | 'delivered'
  /** By whose clock that day is read; times are kept in UTC. */
  readonly zone: 'utc' | 'office' | 'site'
  /** A price agreed with a customer goes before the list, or goes where it is the lower of the two. */
  readonly agreed: 'always' | 'if lower'
  /** Tax of a line in whole minor units: to the nearest, or what is over is dropped. Prices never leave exactly a half. */
  readonly rounding: 'nearest' | 'down'
  readonly correction: CorrectionRule
}

/** How a house corrects an invoice that is out. */
export interface CorrectionRule {
  /** What becomes of an invoice that asked for too little. */
  readonly under: 'charged' | 'waived' | 'waived if closed'
  /** One kind of entry with a sign; two kinds with a sign; two kinds without one. */
  readonly form: 'one kind, signed' | 'two kinds, signed' | 'two kinds, unsigned'
  /** How the number of the document is made from that of the invoice. */
  readonly number: 'prefix' | 'suffix' | 'first letter'
}

export const ruleDays = ['ordered', 'confirmed', 'delivered'] as const satisfies readonly PriceRule['day'][]
export const ruleZones = ['utc', 'office', 'site'] as const satisfies readonly PriceRule['zone'][]
export const ruleAgreed = ['always', 'if lower'] as const satisfies readonly PriceRule['agreed'][]
export const ruleRoundings = ['nearest', 'down'] as const satisfies readonly PriceRule['rounding'][]
export const ruleForms = [
  'one kind, signed',
  'two kinds, signed',
  'two kinds, unsigned',
] as const satisfies readonly CorrectionRule['form'][]
export const ruleNumbers = ['prefix', 'suffix', 'first letter'] as const satisfies readonly CorrectionRule['number'][]

/** The tax of an amount. @param percent whole; @returns minor units */
export function taxOf(net: number, percent: number, rounding: PriceRule['rounding']): number {
  return Math.floor((net * percent + (rounding === 'nearest' ? 50 : 0)) / 100)
}

/** Whether the tax lies exactly between two minor units, where people round in different ways. */
export const isTie = (net: number, percent: number): boolean => (net * percent) % 100 === 50
