import type { Random } from '../../kit/random.ts'

/**
 * Puts sentences. A template holds alternatives in square brackets, `[a|b|]`, which may be nested, and names in braces:
 * `{file}` is a word of the trade, `{where}` a fact of the instance. `{File}` is the same with a capital.
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
    const told = chosen.replaceAll(/\{(\w+)\}/g, (_, name: string) => this.#lookUp(name))
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
