import { reasonIn } from './setting-reason.ts'
import { type ServerKey, serverSchema } from './server-settings.ts'

/** A setting of the server from text. @throws TypeError which says what it may be */
export function parseSetting(key: ServerKey, text: string): unknown {
  const schema = serverSchema.shape[key]
  const asText = schema.safeParse(text)
  if (asText.success) return asText.data
  const parsed = /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? schema.safeParse(Number(text)) : asText
  if (parsed.success) return parsed.data
  throw new TypeError(reasonIn(parsed.error.issues[0]))
}
