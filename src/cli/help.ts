import type { Command } from 'commander'
import { AppError } from '../kit/errors.ts'
import { didYouMean } from '../kit/nearest.ts'
import type { Shell } from './shell.ts'

/**
 * `help`: what --help shows.
 *
 * @param helpOf the help of a command, or of the program
 */
export function addHelp(
  names: readonly string[],
  helpOf: (name: string | undefined, shell: Shell) => Promise<string>,
): (program: Command, shell: Shell) => void {
  return (program, shell) => {
    program
      .command('help')
      .description('Show this list, or the options of a command.')
      .argument('[command]', 'for example tasks')
      .action(async (name: string | undefined) => {
        if (name !== undefined && !names.includes(name)) {
          throw new AppError('wrong_use', `unknown command '${name}'${didYouMean(name, names)}`)
        }
        shell.stdout.write(await helpOf(name, shell))
      })
  }
}
