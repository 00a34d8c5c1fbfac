/**
 * Words: what documents say is said in plain English of that world, and not with the same words in every instance.
 *
 * @module
 */
import type { Prose } from '../../tasks/incidents/evidence.ts'
import { textsOf } from './business.ts'
import type { Law, LawSubject } from './law.ts'

/** Words of a sequence that is looked for in other instances. */
const sequenceLength = 8
/** Sentences below every ticket: they may be the same everywhere. */
const footer = /(?:finish_task|\btemp(?:orary)? tables?\b|left behind|\bDROP\b|\bone action\b)/i

/** Words of a text with names and numbers blanked; the standing footer is left out. */
function wordsOf({ text, blanks }: Pick<Prose, 'text' | 'blanks'>): string[] {
  let plain = text
  for (const blank of blanks.toSorted((left, right) => right.length - left.length)) {
    if (blank !== '') plain = plain.replaceAll(blank, ' # ')
  }
  return plain
    .split(/(?<=[.!?])\s+|\n+/)
    .filter((sentence) => !footer.test(sentence))
    .flatMap((sentence) => sentence.toLowerCase().match(/[\p{L}\p{N}_#']+/gu) ?? [])
    .map((word) => (/[\d#_]/.test(word) ? '#' : word))
}

/** FNV-1a in 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** Every sequence of words in the prose of an instance, by its hash. Sequences of blanks tell nothing. */
export function wordSequences(prose: readonly Prose[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  for (const { voice, text, blanks } of prose) {
    if (voice === 'contract' || voice === 'ddl comment') continue
    const words = wordsOf({ text, blanks })
    for (let start = 0; start + sequenceLength <= words.length; start++) {
      const sequence = words.slice(start, start + sequenceLength)
      if (sequence.filter((word) => word === '#').length > sequenceLength / 2) continue
      found.set(hashOf(sequence.join(' ')), sequence.join(' '))
    }
  }
  return found
}

/** Words that look like names in a program: they have to be there to be looked up. */
const tokenPattern = /`[^`\n]+`|\b[a-z]+(?:_[a-z0-9]+)+\b|\b(?=\w*\d)(?=\w*[A-Za-z])[A-Za-z0-9][\w-]*\b|\b[A-Z]{3,}\b/g
/** Ordinary in plain business English, or in the footer. */
const ordinary = new Set([
  'finish_task',
  'temp',
  'drop',
  'sql',
  'csv',
  'json',
  'utc',
  'iso',
  'faq',
  'asap',
  'fyi',
  'vat',
  'api',
  'null',
  'table',
  '1st',
  '2nd',
  '3rd',
])

function undefinedTokens({ incident, instance, proof }: LawSubject): string[] {
  const readable = [
    ...textsOf(instance.before),
    ...[...instance.before.tables.values()].flatMap(({ name, columns }) => [name, ...columns]),
    ...incident.seed.tables.map(({ ddl }) => ddl),
  ]
    .join('\n')
    .toLowerCase()
  const numbers = new Set(
    [...instance.before.tables.values()].flatMap(({ rows }) => rows.flatMap((row) => row.map((cell) => cell.slice(1)))),
  )
  const found = new Set<string>()
  for (const { text, bearing } of proof.prose) {
    if (!bearing) continue
    for (const [match] of text.matchAll(tokenPattern)) {
      const token = match.replaceAll('`', '').trim()
      const low = token.toLowerCase()
      if (ordinary.has(low) || /^\d+(?:st|nd|rd|th|h|am|pm|min|s|x)$/.test(low)) continue
      // A text that is itself a cell does not define its own words: they have to stand somewhere else, or be explained.
      const explained = new RegExp(
        `${low.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\W{0,3}(?:means|is|are|stands for|=|:)`,
        'i',
      )
      if (numbers.has(token) || countOf(readable, low) > 1 || explained.test(text.toLowerCase())) continue
      found.add(token)
    }
  }
  return [...found]
}

function countOf(text: string, word: string): number {
  let [count, from] = [0, text.indexOf(word)]
  while (from >= 0 && count < 2) {
    count++
    from = text.indexOf(word, from + 1)
  }
  return count
}

/** Words of one instance. What repeats is judged over a suite. */
export const words: Law = {
  name: 'words',
  says: 'all prose of the instance is declared, no token of a rule is undefined; a suite judges repeated sequences',
  check(subject, fail) {
    const { proof, instance } = subject
    const texts = proof.prose.map(({ text }) => text)
    if (!texts.some((text) => instance.goal.includes(text) || text.includes(instance.goal))) {
      fail('the ticket is not among the declared prose')
    }
    for (const token of undefinedTokens(subject)) fail(`a rule uses ${token}, which is defined nowhere`)
    // A sentence in a cell that is not declared would escape the comparison.
    const declared = texts.join('\n')
    const stray = textsOf(instance.before).filter((text) => isSentence(text) && !declared.includes(text))
    for (const text of stray.slice(0, 3)) fail(`prose that is not declared: ${text.slice(0, 120)}`)
    return { texts: texts.length, sequences: wordSequences(proof.prose).size }
  },
}

/** Long enough to be prose: not a raw line, a payload or SQL. */
function isSentence(text: string): boolean {
  const count = text.match(/\b\p{Ll}{2,}\b/gu)?.length ?? 0
  return (
    count >= 12 &&
    /[.!?](?:\s|$)/.test(text) &&
    !/^\s*(?:[{[<]|select\b|insert\b|update\b|with\b|create\b|--)/i.test(text)
  )
}
