/**
 * One rule in many clothes: as a sentence, as lines of a form, as settings of a table or as JSON. Whatever the clothes, a
 * value is put in plain words, never as a token that would have to be explained elsewhere. What is written can be read
 * back, which proves that it says enough.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'

export const ruleEncodings = ['sentence', 'form', 'settings', 'json'] as const
export type RuleEncoding = (typeof ruleEncodings)[number]

/** The parameters of a rule by the name of the setting. */
export type Params = Readonly<Record<string, string>>

interface Labelled {
  readonly name: string
  /** What a form calls it. */
  readonly label: string
}

/** How a parameter is called and how people put its values. */
export type Setting =
  | (Labelled & { readonly phrases: Readonly<Record<string, readonly string[]>> })
  /** Any value: each template has one `{}` for it, and the value is written between quotes. */
  | (Labelled & { readonly templates: readonly string[] })

function pickPhrase(random: Random, name: string, phrases: readonly string[] | undefined, value: string): string {
  if (phrases === undefined) throw new TypeError(`${name} has no phrase for ${value}`)
  return random.pick(phrases)
}

/** A parameter as a part of a sentence. */
function sayParam(random: Random, setting: Setting, value: string): string {
  if ('templates' in setting) return random.pick(setting.templates).replace('{}', `'${value}'`)
  return pickPhrase(random, setting.name, setting.phrases[value], value)
}

/** A parameter beside its label. */
function fillIn(random: Random, setting: Setting, value: string): string {
  return 'templates' in setting ? value : pickPhrase(random, setting.name, setting.phrases[value], value)
}

/** The rule as the second half of a sentence: phrases in the order of the settings. */
export function sayRule(random: Random, settings: readonly Setting[], params: Params): string {
  return settings.map((setting) => sayParam(random, setting, params[setting.name] ?? '')).join('; ')
}

/** The cells that hold a rule: one text, or one pair a setting. */
export type RuleCells = readonly (readonly [text: string] | readonly [label: string, value: string])[]

/** Writes a rule down. @throws TypeError when it cannot be read back: a phrase of one value is part of another's */
export function encodeRule(
  random: Random,
  encoding: RuleEncoding,
  settings: readonly Setting[],
  params: Params,
): RuleCells {
  const cells = write(random, encoding, settings, params)
  decodeRule(encoding, settings, cells)
  return cells
}

function write(random: Random, encoding: RuleEncoding, settings: readonly Setting[], params: Params): RuleCells {
  if (encoding === 'sentence') {
    const text = sayRule(random, settings, params)
    return [[`${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`]]
  }
  const pairs = settings.map((setting) => [setting.label, fillIn(random, setting, params[setting.name] ?? '')] as const)
  switch (encoding) {
    case 'form':
      return [[pairs.map(([label, value]) => `${label}: ${value}`).join('\n')]]
    case 'settings':
      return pairs
    case 'json':
      return [[JSON.stringify(Object.fromEntries(random.shuffle(pairs)))]]
  }
}

/** Reads a rule back. Throws a TypeError when a setting is missing or said twice. */
export function decodeRule(encoding: RuleEncoding, settings: readonly Setting[], cells: RuleCells): Params {
  const text = cells[0]?.[0] ?? ''
  if (encoding === 'sentence') {
    return Object.fromEntries(settings.map((setting) => [setting.name, hearParam(setting, text)] as const))
  }
  const pairs =
    encoding === 'settings'
      ? cells.map(([label, value]) => [label, value ?? ''] as const)
      : encoding === 'json'
        ? Object.entries(JSON.parse(text) as Record<string, string>)
        : text.split('\n').map((line) => {
            const [label = '', ...value] = line.split(': ')
            return [label, value.join(': ')] as const
          })
  if (pairs.length !== settings.length) throw new TypeError(`unclear rule: ${text}`)
  return Object.fromEntries(
    settings.map((setting) => {
      const found = pairs.find(([label]) => label === setting.label)?.[1]
      if (found === undefined) throw new TypeError(`unclear rule: ${text}`)
      return [setting.name, 'templates' in setting ? found : valueOf(setting, found)] as const
    }),
  )
}

/** The value that a phrase stands for. */
function valueOf(setting: Extract<Setting, { phrases: unknown }>, phrase: string): string {
  const heard = Object.entries(setting.phrases).flatMap(([value, phrases]) => (phrases.includes(phrase) ? [value] : []))
  if (heard.length !== 1) throw new TypeError(`${setting.name}: ${heard.length} readings of: ${phrase}`)
  return heard[0] as string
}

/** The one value whose phrase stands in the text. */
function hearParam(setting: Setting, text: string): string {
  const heard =
    'templates' in setting
      ? setting.templates.flatMap((template) => {
          const [before = '', after = ''] = template.split('{}')
          // Whole words only: "stands for no" is no part of "stands for not known".
          const pattern = `(?<![A-Za-z])${before}'([^']*)'${after}(?![A-Za-z])`
          return [...text.matchAll(new RegExp(pattern, 'gi'))].map(([, value = '']) => value)
        })
      : Object.entries(setting.phrases).flatMap(([value, phrases]) =>
          phrases.some((phrase) => text.toLowerCase().includes(phrase.toLowerCase())) ? [value] : [],
        )
  if (heard.length !== 1) throw new TypeError(`${setting.name}: ${heard.length} readings of: ${text}`)
  return heard[0] as string
}

/** What is said of a column that is right: it applies and changes nothing. */
export const harmlessSettings: readonly Setting[] = [
  {
    name: 'handling',
    label: 'what we do with it',
    phrases: {
      keep: ['it is kept as it was typed', 'nothing is changed here', 'it stays the way it came in'],
      trusted: ['it was checked by hand and is right', 'somebody has confirmed it, so it stays'],
    },
  },
]
