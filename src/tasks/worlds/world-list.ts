import { bank } from './bank.ts'
import { clinic } from './clinic.ts'
import { logistics } from './logistics.ts'
import { saas } from './saas.ts'
import { school } from './school.ts'
import { shop } from './shop.ts'
import type { World } from './world.ts'

/** Every business that has a history. */
export const businessList: readonly World[] = Object.freeze([shop, clinic, school, bank, logistics, saas])
