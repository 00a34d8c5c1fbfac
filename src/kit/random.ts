import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { digest } from './digest.ts'

/**
 * Seeded randomness. Two generators made from the same parts give the same numbers on every host;
 * streams of different parts are unrelated, because the parts are hashed rather than added.
 */
export class Random {
  readonly #generator: RandomGenerator

  constructor(...parts: readonly (string | number | null)[]) {
    const view = new DataView(digest(...parts).buffer)
    this.#generator = xoroshiro128plusFromState([0, 4, 8, 12].map((offset) => view.getInt32(offset)))
  }

  /** A whole number in [low, high], both included. */
  int(low: number, high: number): number {
    return uniformInt(this.#generator, low, high)
  }

  /** True with the given chance in percent. */
  percent(chance: number): boolean {
    return this.int(1, 100) <= chance
  }

  /** One element. */
  pick<T>(items: readonly T[]): T {
    return items[this.int(0, items.length - 1)] as T
  }

  /** A shuffled copy (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[] {
    const copy = [...items]
    for (let last = copy.length - 1; last > 0; last--) {
      const other = this.int(0, last)
      ;[copy[last], copy[other]] = [copy[other] as T, copy[last] as T]
    }
    return copy
  }

  /** `count` different elements in random order. */
  sample<T>(items: readonly T[], count: number): T[] {
    return this.shuffle(items).slice(0, count)
  }

  /** A string of decimal digits. */
  digits(count: number): string {
    let text = ''
    while (text.length < count) text += String(this.int(0, 9))
    return text
  }

  /** Random bytes, for the engine's own generator. */
  fill(target: Uint8Array): void {
    let word = 0
    for (let index = 0; index < target.length; index++) {
      if (index % 4 === 0) word = this.#generator.next()
      target[index] = (word >>> (8 * (index % 4))) & 0xff
    }
  }
}
