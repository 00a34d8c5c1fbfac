import { z } from 'zod'

/** How an address begins that is no path. */
const scheme = /^[a-z][a-z0-9+.-]*:\/\//i

/** Where a journal is kept: a folder, for no other kind of store is understood yet. */
export const journalSchema = z
  .string()
  .min(1)
  .max(4096)
  .refine((text) => !scheme.test(text), 'Invalid input: a journal is a folder; no other kind of store is understood')
