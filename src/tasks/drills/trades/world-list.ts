import { bank } from './bank.ts'
import { clinic } from './clinic.ts'
import { logistics } from './logistics.ts'
import { payroll } from './payroll.ts'
import { saas } from './saas.ts'
import { school } from './school.ts'
import { sensors } from './sensors.ts'
import { shop } from './shop.ts'
import type { World } from './world.ts'

/** Every world, in the order in which families look for a place. */
export const worldList: readonly World[] = Object.freeze([
  shop,
  clinic,
  payroll,
  logistics,
  school,
  bank,
  saas,
  sensors,
])
