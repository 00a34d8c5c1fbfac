/**
 * One rule in many clothes: as a sentence, as settings of a key/value table, as JSON or as a line of a
 * configuration log. What is written can be read back, which proves that it says enough.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'

export const ruleEncodings = ['sentence', 'settings', 'json', 'log'] as const
export type RuleEncoding = (typeof ruleEncodings)[number]

/** The parameters of a rule by setting. */
export type Params = Readonly<Record<string, string>>

/** How a parameter is called and how people put its values. */
export type Setting =
  | { readonly name: string; readonly phrases: Readonly<Record<string, readonly string[]>> }
  /** Any value: each template has one `{}` for it, and the value is written between quotes. */
  | { readonly name: string; readonly templates: readonly string[] }

/** A parameter as a phrase. */
function sayParam(random: Random, setting: Setting, value: string): string {
  if ('templates' in setting) return random.pick(setting.templates).replace('{}', `'${value}'`)
  const phrases = setting.phrases[value]
  if (phrases === undefined) throw new TypeError(`${setting.name} has no phrase for ${value}`)
  return random.pick(phrases)
}

/** The rule as the second half of a sentence: phrases in the order of the settings. */
export function sayRule(random: Random, settings: readonly Setting[], params: Params): string {
  return settings.map((setting) => sayParam(random, setting, params[setting.name] ?? '')).join('; ')
}

/** The cells that hold a rule: one text, or one pair a setting. */
export type RuleCells = readonly (readonly [text: string] | readonly [setting: string, value: string])[]

export function encodeRule(
  random: Random,
  encoding: RuleEncoding,
  settings: readonly Setting[],
  params: Params,
): RuleCells {
  const pairs = settings.map(({ name }) => [name, params[name] ?? ''] as const)
  switch (encoding) {
    case 'sentence':
      return [[`${sayRule(random, settings, params)}.`]]
    case 'settings':
      return pairs
    case 'json':
      return [[JSON.stringify(Object.fromEntries(random.shuffle(pairs)))]]
    case 'log':
      return [[`config set ${pairs.map(([name, value]) => `${name}='${value}'`).join(' ')} ok`]]
  }
}

/** Reads a rule back. Throws a TypeError when a setting is missing or said twice. */
export function decodeRule(encoding: RuleEncoding, settings: readonly Setting[], cells: RuleCells): Params {
  const text = cells[0]?.[0] ?? ''
  const pairs =
    encoding === 'settings'
      ? cells.map(([name, value]) => [name, value ?? ''] as const)
      : encoding === 'json'
        ? Object.entries(JSON.parse(text) as Record<string, string>)
        : encoding === 'log'
          ? [...text.matchAll(/(\w+)='([^']*)'/g)].map(([, name = '', value = '']) => [name, value] as const)
          : settings.map((setting) => [setting.name, hearParam(setting, text)] as const)
  const params = Object.fromEntries(pairs)
  for (const { name } of settings) {
    if (params[name] === undefined || pairs.length !== settings.length) throw new TypeError(`unclear rule: ${text}`)
  }
  return params
}

/** The one value whose phrase stands in the text. */
function hearParam(setting: Setting, text: string): string {
  const heard =
    'templates' in setting
      ? setting.templates.flatMap((template) => {
          const [before = '', after = ''] = template.split('{}')
          // Whole words only: "stands for no" is no part of "stands for not known".
          const pattern = `(?<![A-Za-z])${before}'([^']*)'${after}(?![A-Za-z])`
          return [...text.matchAll(new RegExp(pattern, 'g'))].map(([, value = '']) => value)
        })
      : Object.entries(setting.phrases).flatMap(([value, phrases]) =>
          phrases.some((phrase) => text.includes(phrase)) ? [value] : [],
        )
  if (heard.length !== 1) throw new TypeError(`${setting.name}: ${heard.length} readings of: ${text}`)
  return heard[0] as string
}

/** What is said of a column that is right: it applies and changes nothing. */
export const harmlessSettings: readonly Setting[] = [
  {
    name: 'handling',
    phrases: {
      keep: ['kept as typed', 'never altered', 'taken over as it stands', 'left the way it arrived'],
      trusted: ['checked at the counter, so final', 'confirmed by hand, so final'],
    },
  },
]
