/**
 * YAML files whose every mistake is reported with its file, line and key.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { AppError } from '../../kit/errors.ts'
import { reasonIn } from './setting-reason.ts'

type Path = readonly PropertyKey[]

/** Where a key stands in the text, or the nearest thing around it. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => (isScalar(key) ? String(key.value) : key) === path[length - 1])
      : undefined
    if (isNode(pair?.key)) return pair.key.range?.[0] ?? 0
  }
  return document.contents?.range?.[0] ?? 0
}

/** What may have been meant by a key that there is not, to be put behind the message. */
type KeyHint = (path: Path) => string

function pathsOf(issue: z.core.$ZodIssue, hint: KeyHint): { path: Path; message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: reasonIn(issue) }]
  return issue.keys.map((key) => {
    const path = [...issue.path, key]
    return { path, message: `Unknown key${hint(path)}` }
  })
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('invalid_config', `${file}: cannot be read (${(cause as NodeJS.ErrnoException).code})`, {
      cause,
    })
  }
}

/**
 * Reads and checks a YAML file.
 *
 * @throws AppError `invalid_config`; the message begins `FILE:LINE:COLUMN: KEY: `
 */
export function readYamlFile<T extends z.ZodType>(file: string, schema: T, hint: KeyHint = () => ''): z.output<T> {
  const lines = new LineCounter()
  const document = parseDocument(readText(file), { lineCounter: lines, prettyErrors: false })
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const mistake = document.errors[0]
  if (mistake !== undefined) throw new AppError('invalid_config', `${place(mistake.pos[0])}: ${mistake.message}`)
  let value: unknown
  try {
    value = document.toJS()
  } catch (cause) {
    throw new AppError('invalid_config', `${file}: ${(cause as Error).message}`, { cause })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const mistakes = parsed.error.issues
    .flatMap((issue) => pathsOf(issue, hint))
    .map(({ path, message }) => ({
      type: 'invalid_config',
      loc: path.map(String),
      msg: `${place(offsetOf(document, path))}: ${path.length === 0 ? '' : `${path.map(String).join('.')}: `}${message}`,
    }))
  throw new AppError('invalid_config', mistakes[0]?.msg ?? `${file}: invalid`, { details: mistakes })
}
