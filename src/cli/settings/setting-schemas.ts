/**
 * What settings may be: the schemas of those that are more than a number or a truth.
 *
 * @module
 */
import { z } from 'zod'
import { type LogLevel, logLevels } from '../../server/floor/logger.ts'

/** What other logging libraries call a level. */
const otherLevels: Readonly<Record<string, LogLevel>> = {
  critical: 'fatal',
  warning: 'warn',
  notice: 'info',
  verbose: 'debug',
  off: 'silent',
}

/** A level as people write it, in capitals or by another library's name; anything else comes back as it is. */
export function toLogLevel(text: unknown): unknown {
  if (typeof text !== 'string') return text
  const name = text.toLowerCase()
  return otherLevels[name] ?? logLevels.find((level) => level === name) ?? text
}

export const logLevelSchema = z.preprocess(toLogLevel, z.enum(logLevels))

/** Yes or no, as a truth or in one of its many spellings. */
export const truthSchema = z.stringbool().or(z.boolean())

export const tokenSchema = z
  .string()
  .regex(/^[!-~]{8,256}$/, 'Invalid input: a token has 8 to 256 visible ASCII characters')
  .nullable()

/** How an address begins that is no path. */
const scheme = /^[a-z][a-z0-9+.-]*:\/\//i

/** Whether a journal is a Redis or Valkey, and not a folder. */
export function isStore(journal: string): boolean {
  return scheme.test(journal)
}

/** What may stand behind the scheme: an optional user and password, a host, a port, the number of a database. */
function isStoreAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, pathname, search, hash } = new URL(text)
  const isKnown = ['redis:', 'rediss:', 'valkey:', 'valkeys:'].includes(protocol)
  return isKnown && hostname !== '' && /^(?:\/\d*)?$/.test(pathname) && search === '' && hash === ''
}

/** Where a journal is kept: a folder, or a store that servers share. */
export const journalSchema = z
  .string()
  .min(1)
  .max(4096)
  .refine(
    (text) => !isStore(text) || isStoreAddress(text),
    'Invalid input: a journal is a folder, or redis://HOST:PORT (rediss:// with TLS; valkey:// is the same)',
  )

/** Extensions of browsers and programs made of pages have schemes of their own, of which URL knows no origin. */
const ownScheme = /^(?!https?:)[a-z][a-z\d+.-]*:\/\/[^\s/?#@\\;,'"]+$/

export const originSchema = z
  .string()
  .refine(
    (text) => text === '*' || ownScheme.test(text) || (URL.canParse(text) && new URL(text).origin === text),
    'Invalid input: an origin is like https://example.org, or * for all',
  )

export const hostSchema = z
  .string()
  .refine(
    (text) => URL.canParse(`http://${text}`) && new URL(`http://${text}`).hostname === text.toLowerCase(),
    'Invalid input: a host is a name like env.example.org, without scheme and port',
  )

/** A list in a text, with commas between its items. */
export function listSchema(item: z.ZodType<string, string>): z.ZodType<string[], string | string[]> {
  const inText = z.string().transform((text, context): string[] => {
    const items = text.split(',').map((part) => part.trim())
    for (const part of items) {
      const { error } = item.safeParse(part)
      if (error) context.addIssue({ code: 'custom', message: error.issues[0]?.message ?? 'Invalid input' })
    }
    return items
  })
  return z.union([z.array(item), inText])
}
