import type { Command } from 'commander'
import { toJsonLine } from '../kit/escape-controls.ts'
import { countRun } from './eval/read-facts.ts'
import { showSummaries, warningsOf } from './eval/show-report.ts'
import type { Shell } from './shell.ts'
import { terminalOf } from './terminal/terminal.ts'

interface ReportFlags {
  readonly json?: boolean
}

/** `report`: the numbers of one run or of several. */
export function addReport(program: Command, shell: Shell): void {
  program
    .command('report')
    .description('Show the numbers of runs of eval: solved with intervals, cost, why episodes failed.')
    .argument('<dirs...>', 'folders of runs')
    .option('--json', 'print one line of JSON a run')
    .action((folders: string[], flags: ReportFlags) => {
      for (const folder of folders) {
        const { run, summaries, faults } = countRun(folder)
        if (flags.json) {
          const { items: _items, ...about } = run
          shell.stdout.write(toJsonLine({ folder, run: about, summaries, warnings: warningsOf(summaries, faults) }))
        } else {
          const title = folders.length > 1 ? `${folder}\n` : ''
          shell.stdout.write(title + showSummaries(run, summaries, faults, terminalOf(shell.stdout, shell.env)))
        }
      }
    })
}
