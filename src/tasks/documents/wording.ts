import type { Random } from '../../kit/random.ts'

/** Words that begin otherwise than their first letter sounds. */
const soundsLikeConsonant = /^(?:uni[tfqvo]|us[ae]|usu|eu|one(?![a-z])|once(?![a-z]))/i
const soundsLikeVowel = /^(?:[aeiou]|hour|honest|[FHLMNRSX](?![A-Za-z])|8|1[18](?!\d))/i

/** `a` or `an`, as the word asks for when it is read aloud: also a name of the database, a code or a number. */
export const articleOf = (word: string): 'a' | 'an' =>
  soundsLikeVowel.test(word) && !soundsLikeConsonant.test(word) ? 'an' : 'a'

/** The word with its article before it. */
export const withArticle = (word: string): string => `${articleOf(word)} ${word}`

/**
 * Puts sentences. A template holds alternatives in square brackets, `[a|b|]`, which may be nested, and names in braces:
 * `{file}` is a word of the trade, `{where}` a fact of the instance. `{File}` is the same with a capital. An `a` before a
 * name becomes `an` where what is drawn asks for it.
 *
 * Keep the stretches between brackets short: no eight words in a row should be the same in every telling.
 */
export class Writer {
  readonly #random: Random
  readonly #words: Readonly<Record<string, string>>
  readonly #facts: Readonly<Record<string, string>>

  /** @param words of the trade; @param facts names and figures of the instance, which `blanksIn` finds again */
  constructor(random: Random, words: Readonly<Record<string, string>>, facts: Readonly<Record<string, string>>) {
    this.#random = random
    this.#words = words
    this.#facts = facts
  }

  /** A writer that knows more facts. */
  with(facts: Readonly<Record<string, string>>): Writer {
    return new Writer(this.#random, this.#words, { ...this.#facts, ...facts })
  }

  /** One telling of a template. @throws TypeError for a name that nothing stands for */
  say(template: string): string {
    const chosen = this.#choose(template)
    const told = chosen.replaceAll(/(?:\b([Aa])n?(\s+))?\{(\w+)\}/g, (_, article?: string, gap = '', name = '') => {
      const value = this.#lookUp(name)
      return article === undefined ? value : `${article}${articleOf(value).slice(1)}${gap}${value}`
    })
    return told
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/ ([,.;:?!])/g, '$1')
      .trim()
  }

  /** One of several templates, told. */
  pick(templates: readonly string[]): string {
    return this.say(this.#random.pick(templates))
  }

  /** Sentences one after the other. */
  all(...templates: readonly (string | readonly string[])[]): string {
    return templates.map((each) => (typeof each === 'string' ? this.say(each) : this.pick(each))).join(' ')
  }

  /** Names and figures of the instance that stand in a text. */
  blanksIn(text: string): string[] {
    return [...new Set(Object.values(this.#facts))].filter((value) => value !== '' && text.includes(value))
  }

  #lookUp(name: string): string {
    const known = this.#facts[name] ?? this.#words[name]
    if (known !== undefined) return known
    const lower = `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`
    const value = this.#facts[lower] ?? this.#words[lower]
    if (value === undefined) throw new TypeError(`nothing stands for {${name}}`)
    const first = value.slice(0, 1)
    // A name of the database is written as it is.
    if (this.#facts[lower] !== undefined && first !== first.toUpperCase())
      throw new TypeError(`${value} has no capital`)
    return `${first.toUpperCase()}${value.slice(1)}`
  }

  /** Innermost brackets first. */
  #choose(template: string): string {
    let text = template
    for (;;) {
      const inner = /\[([^[\]]*)\]/.exec(text)
      if (inner === null) return text
      const choice = this.#random.pick((inner[1] as string).split('|'))
      text = text.slice(0, inner.index) + choice + text.slice(inner.index + inner[0].length)
    }
  }
}
