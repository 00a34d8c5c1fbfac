import type { Command } from 'commander'
import { AppError } from '../kit/errors.ts'
import { everyFamily, resolveTask } from '../tasks/family-list.ts'
import { findTask } from '../tasks/task-list.ts'
import { originOf } from '../tasks/task-origin.ts'
import { exitCode } from './command-error.ts'
import { parseSeed } from './options.ts'
import { playHelp } from './play/commands.ts'
import { completeLine } from './play/completion.ts'
import { Game, type GameOutput } from './play/game.ts'
import { pickTask, type Picked } from './play/picker.ts'
import { type GameChoice, openGame } from './play/place.ts'
import { playPiped, playTyped, TerminalReader } from './play/reader.ts'
import { addUrlOption, parseEpisodeFlags } from './network/remote-options.ts'
import { showGrade } from './terminal/show.ts'
import type { Shell } from './shell.ts'
import { parseChoice, taskOfFamily, type ChoiceFlags } from './task-choice.ts'
import { terminalOf } from './terminal/terminal.ts'

interface PlayFlags extends ChoiceFlags {
  readonly seed?: string
  readonly url?: string
  readonly rewardMode?: string
  readonly record?: string
}

/** What the command line names; undefined when it leaves the task open. */
function namedTask(id: string | undefined, flags: PlayFlags): Picked | undefined {
  const plain = { seed: undefined, isSurprise: false }
  const isFamily = everyFamily.some((family) => family.id === id)
  if (id !== undefined && !isFamily) {
    if ((flags.family ?? flags.world ?? flags.level) !== undefined) {
      throw new AppError('wrong_use', 'the id of a task stands alone: --family, --world and --level are in it')
    }
    const { split } = parseChoice(flags)
    if (split !== undefined && findTask(id) !== undefined) throw new AppError('wrong_use', `${id} belongs to no split`)
    return { taskId: id, split, ...plain }
  }
  if (id !== undefined && flags.family !== undefined) {
    throw new AppError('wrong_use', `a task or --family, not both: ${id} is a family`)
  }
  const choice = parseChoice(id === undefined ? flags : { ...flags, family: id })
  if (choice.family === undefined) return undefined
  const task = taskOfFamily(choice.family, choice)
  return { taskId: task.id, split: originOf(task).split ?? undefined, ...plain }
}

/** `play`: a person repairs a database. */
export function addPlay(program: Command, shell: Shell): void {
  const command = program
    .command('play')
    .description('Repair a database yourself: type SQL, see rows and rewards, submit.')
    .argument('[task]', 'task or family, for example task_easy or date_iso; on a terminal a list asks for it')
    .option('--family <name>', 'a task of this family, at level 1 in its first world unless told')
    .option('--world <name>', 'in this world')
    .option('--level <n>', 'at this level, 1 to 5')
    .option('--split <name>', 'from this split: train, validation or test')
    .option('--seed <n>', 'the instance of this seed instead of the canonical one')
    .option('--reward-mode <mode>', "classic, terminal, potential or solved (default: the task's own)")
    .option('--record <file>', 'write the episode to a file that replay reads')
  addUrlOption(command)
    .addHelpText('after', `\n${playHelp}`)
    .action(async (id: string | undefined, flags: PlayFlags) => {
      const seed = flags.seed === undefined ? undefined : parseSeed(flags.seed)
      const { rewardMode } = parseEpisodeFlags({
        ...(flags.rewardMode !== undefined && { rewardMode: flags.rewardMode }),
      })
      const named = namedTask(id, flags)
      const { stdin, stdout, env } = shell
      const isTyped = stdin.isTTY === true && stdout.isTTY === true
      const output: GameOutput = {
        terminal: terminalOf(stdout, env),
        print: (text) => void stdout.write(text),
      }
      if (named === undefined && !isTyped) {
        throw new AppError(
          'wrong_use',
          'what to play? Name a task (play task_easy) or a family (play --family date_iso --level 2); tasks lists them, and on a terminal play asks',
        )
      }
      let game: Game | undefined
      const complete = (line: string): [string[], string] =>
        game === undefined ? [[], line] : completeLine(line, game.pending, game.observation)
      const reader = isTyped ? new TerminalReader(shell, complete) : undefined
      try {
        const picked =
          named ??
          (reader &&
            (await pickTask(async (prompt) => reader.ask(prompt, () => undefined), parseChoice(flags), output)))
        if (picked === undefined) {
          output.print('\nnothing chosen\n')
          shell.exitCode = exitCode.fellShort
          return
        }
        const start = { ...picked, seed: seed ?? picked.seed ?? null }
        const place = { url: flags.url, rewardMode, recordFile: flags.record, env }
        shell.exitCode = await play(start, output, place, async (begun) => {
          game = begun
          await (reader === undefined ? playPiped(begun, shell) : playTyped(begun, reader))
        })
      } finally {
        reader?.close()
      }
    })
}

/** An episode from its reset to its grade. Returns the exit code. */
async function play(
  { taskId, split, seed, isSurprise }: Omit<Picked, 'seed'> & { readonly seed: number | null },
  output: GameOutput,
  place: Pick<GameChoice, 'url' | 'rewardMode' | 'recordFile' | 'env'>,
  readLines: (game: Game) => Promise<void>,
): Promise<number> {
  const opened = await openGame({ ...place, taskId, split, seed })
  const game = new Game(opened.environment, opened.observation, output)
  try {
    game.open()
    await readLines(game)
  } finally {
    await opened.end()
  }
  output.print(game.outcome ? showGrade(game.outcome, output.terminal) : 'left without submitting\n')
  if (isSurprise) {
    const isUsual = split === (originOf(resolveTask(taskId)).split ?? undefined)
    const again = `dataops-env play ${taskId} --seed ${seed}${isUsual ? '' : ` --split ${split}`}`
    // In one line however long it is, so that it can be copied.
    output.print(`This was ${taskId}. To play it again:\n${again}\n`)
  }
  return game.outcome?.solved ? exitCode.done : exitCode.fellShort
}
