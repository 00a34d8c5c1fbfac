import type { Said } from '../../contract/episode.ts'
import { clipText } from '../../kit/clip-text.ts'
import type { Reply } from './reply-reader.ts'
import { withoutThoughts } from './thoughts.ts'

/** Characters of one text that a record keeps. */
const longest = 20_000

/** Thoughts that a server sends beside the answer, in whichever field. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(textIn).join('')
  if (typeof value !== 'object' || value === null) return ''
  const { text, summary, content } = value as Readonly<Record<string, unknown>>
  return textIn(text ?? summary ?? content ?? '')
}

/** What a model said and thought, for the record; nothing where it only called a tool. */
export function saidIn({ content, reasoning }: Reply): Said[] {
  const text = withoutThoughts(content).text.trim()
  // Servers repeat the same thoughts in several fields.
  const apart = [...new Set(Object.values(reasoning).map(textIn))].filter((thought) => thought !== '')
  const whole = content.trim()
  const within =
    whole.length > text.length ? whole.slice(0, text !== '' && whole.endsWith(text) ? -text.length : undefined) : ''
  const thoughts = [...apart, within].join('\n').trim()
  if (text === '' && thoughts === '') return []
  return [
    { by: 'model', text: clipText(text, longest), ...(thoughts !== '' && { thoughts: clipText(thoughts, longest) }) },
  ]
}
