import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { compare } from '../evaluation/comparison.ts'
import { toJsonLine } from '../kit/escape-controls.ts'
import { AppError } from '../kit/errors.ts'
import { countRun, playerOf } from './eval/read-facts.ts'
import { showComparison } from './eval/show-report.ts'
import type { Shell } from './shell.ts'
import { terminalOf } from './terminal/terminal.ts'

/** `DIR` or `DIR:PLAYER`; a folder may have a colon in its name. */
function readSide(text: string): { readonly name: string; readonly facts: ReturnType<typeof playerOf>['facts'] } {
  if (existsSync(text)) return playerOf(countRun(text), undefined)
  const colon = text.indexOf(':', text.lastIndexOf('/') + 1)
  const [folder, name] = colon < 0 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)]
  return playerOf(countRun(folder), name)
}

/** `compare`: whether one model is better than another, on the same instances. */
export function addCompare(program: Command, shell: Shell): void {
  program
    .command('compare')
    .description('Say what one model solves more or less than another, on the same instances, and how sure that is.')
    .argument('<before>', 'folder of a run, or FOLDER:PLAYER where it has several')
    .argument('<after>', 'the same of the other')
    .option('--json', 'print one line of JSON')
    .action((before: string, after: string, flags: { readonly json?: boolean }) => {
      const [first, second] = [readSide(before), readSide(after)]
      const found = compare(first.facts, second.facts)
      if (found.items === 0) throw new AppError('wrong_use', 'the two have no instance in common')
      const names = first.name === second.name ? ([before, after] as const) : ([first.name, second.name] as const)
      if (flags.json) shell.stdout.write(toJsonLine({ before: names[0], after: names[1], ...found }))
      else shell.stdout.write(showComparison(...names, found, terminalOf(shell.stdout, shell.env)))
    })
}
