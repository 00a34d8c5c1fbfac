/**
 * The frozen evaluation list `lists/eval-1.json`: what it consists of, and how its file is written. It is drawn once and
 * never again; another list is another plan beside this one.
 *
 * @module
 */
import type { Family } from '../tasks/drills/family.ts'
import { drawList, type FrozenInstance, type ListedInstance } from './frozen-list.ts'

export const listName = 'eval-1'

/** The families that the list was drawn of, in its order. */
export const listedFamilies: readonly string[] = Object.freeze(
  'date_iso phone_e164 trim_case bool_lexeme code_padding numeric_text sentinels derived_null lookup_null exact_dup epoch_mix double_escape enum_drift audit_null unit_mix rogue_update'.split(
    ' ',
  ),
)

const about: readonly string[] = [
  '16 families at 5 levels, 4 instances each. The list never changes; a change of any byte makes a new list.',
  'Split test: families and worlds that training never meets (double_escape, exact_dup; saas, sensors). A reset with task_id and seed, and nothing else, plays an instance.',
  'Seeds from 910000, so that whoever goes through the split test from its start meets none of them.',
  'Worlds are spread evenly over families and levels.',
  'Digests are SHA-256 of the bytes of the database, of the repaired database and of the goal in UTF-8.',
  'Checked by: node scripts/eval-list.mjs --check',
]

/** The instances by name. @param families by default those of the list; fewer for a trial */
export function drawEvalList(families: readonly Family[]): ListedInstance[] {
  return drawList({ families, each: 4, split: 'test', firstSeed: 910_000 })
}

/** The file of a list, one line an instance. */
export function writtenList(instances: readonly FrozenInstance[]): string {
  const lines = instances.map((entry) => `    ${JSON.stringify(entry)}`)
  const told = JSON.stringify(about, null, 4).replace(/\n\]$/, '\n  ]')
  return `{\n  "name": ${JSON.stringify(listName)},\n  "about": ${told},\n  "instances": [\n${lines.join(',\n')}\n  ]\n}\n`
}
