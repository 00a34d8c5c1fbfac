/**
 * The sentences of a goal that make an instance determinate: what holds of a line, and how it finds its rule.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import { planted, type RoutingPlace } from './rule-sheet.ts'
import type { Scene } from './scene.ts'
import type { Tier } from './senders.ts'

/** A sentence with the name by which ambiguity cases refer to it. */
export interface Statement {
  readonly topic: string
  readonly text: string
}

/** How a line finds its rule, in words, with the names of this database. */
export function routeStatements(random: Random, scene: Scene, place: RoutingPlace, level: Tier): Statement[] {
  const { one, many } = place.words
  const table = scene.table(place.table).physical
  const column = scene.column(place.table, place.column).physical
  const stamp = scene.column(place.table, place.stamp).physical
  const lines: Statement = {
    topic: 'lines',
    text: random.pick([
      `The lines of ${table} were sent in by several ${many}; ${stamp} says by which one.`,
      `Each line of ${table} came from one of our ${many}, whose code is in ${stamp}.`,
      `Who sent a line of ${table} can be seen in ${stamp}: it holds the code of the ${one}.`,
    ]),
  }
  if (level === 1) return [lines]
  const rules = scene.table(planted.rules).physical
  const rule = (name: string): string => scene.column(planted.rules, name).physical
  const entries: Statement = {
    topic: 'entries',
    text: random.pick([
      `What each ${one} does with ${column} is written down in ${rules}. An entry there is about the ${one} in
        ${rule('sender')} and the column of ${table} that ${rule('field')} names. Entries about other columns do not
        concern us here, nor do those about ${many} that sent nothing.`,
      `You will find the rule for each ${one} in ${rules}: look for its code in ${rule('sender')} and for ${column} in
        ${rule('field')}. The same table has notes on other columns and on ${many} without any line in ${table}; they
        change nothing.`,
      `The rules are in ${rules}, by ${one} (${rule('sender')}) and by column of ${table} (${rule('field')}). Only entries
        about ${column} matter, and only for lines of the ${one} that they name.`,
    ]),
  }
  return [lines, entries]
}

const folded = (text: string): string => text.trim().split(/\s+/).join(' ')

/** Paragraphs on one line each; an item of a list keeps a line of its own. */
export function toParagraphs(paragraphs: readonly string[]): string {
  return paragraphs
    .map((paragraph) =>
      paragraph
        .split(/\n(?=- )/)
        .map(folded)
        .join('\n'),
    )
    .join('\n\n')
}

export { folded }
