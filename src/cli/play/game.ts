import type { EpisodeOutcome, StepResult } from '../../contract/episode.ts'
import type { Observation } from '../../contract/observation.ts'
import { escapeControls, escapeLines } from '../../kit/escape-controls.ts'
import { parseCommand, playHelp } from './commands.ts'
import { isWholeSql } from './statement.ts'
import type { GameEnvironment } from '../network/remote-environment.ts'
import { fold, showObservation, showTables, showWhole } from '../terminal/show.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** What the game writes. */
export interface GameOutput {
  readonly terminal: Terminal
  readonly print: (text: string) => void
}

const signed = (reward: number): string => `${reward < 0 ? '' : '+'}${reward}`

/** One person's game: what is typed goes in line by line. */
export class Game {
  readonly #environment: GameEnvironment
  readonly #goal: string
  readonly #terminal: Terminal
  readonly #print: (text: string) => void
  /** After each step, the one at the reset first. */
  readonly #observations: Observation[]
  readonly #rewards: number[] = []
  #sql = ''
  #return = 0
  #left = false
  outcome: EpisodeOutcome | undefined

  constructor(environment: GameEnvironment, observation: Observation, { terminal, print }: GameOutput) {
    this.#environment = environment
    this.#goal = observation.goal
    this.#observations = [observation]
    this.#terminal = terminal
    this.#print = print
  }

  get over(): boolean {
    return this.#left || this.outcome !== undefined
  }

  get prompt(): string {
    return this.isContinued ? '...> ' : 'sql> '
  }

  /** Whether a statement is half typed. */
  get isContinued(): boolean {
    return this.#sql !== ''
  }

  /** SQL of a statement that is half typed. */
  get pending(): string {
    return this.#sql
  }

  /** What the agent's side of the episode sees now. */
  get observation(): Observation {
    return this.#observations.at(-1) as Observation
  }

  /** What a game begins with. */
  open(): void {
    const { terminal } = this
    this.#print(`${fold(escapeLines(this.#goal), terminal)}\n\n`)
    this.#print(`${showTables(this.observation, terminal)}\n${fold(playHelp, terminal)}\n`)
  }

  get terminal(): Terminal {
    return this.#terminal
  }

  async line(line: string): Promise<void> {
    if (!this.isContinued) {
      if (line.trim() === '') return
      const command = parseCommand(line)
      if (command !== undefined) {
        if ('error' in command) return this.#say(escapeControls(command.error))
        return this.#command(command.name, command.argument)
      }
    } else if (this.#terminal.isTerminal && /^\s*\.[a-z]+\s*$/i.test(line)) {
      this.#say('This is in the middle of SQL: a semicolon ends it, Ctrl-C drops it.')
      return
    }
    this.#sql += `${line}\n`
    if (line.includes(';') && isWholeSql(this.#sql)) await this.flush()
  }

  /** Runs SQL that was typed without a last semicolon. */
  async flush(): Promise<void> {
    const query = this.#sql.trim()
    this.#sql = ''
    if (query !== '') await this.#step({ action_type: 'execute_sql', query })
  }

  /** Forgets SQL that is half typed; whether there was any. */
  cancel(): boolean {
    const had = this.isContinued
    this.#sql = ''
    return had
  }

  leave(): void {
    this.#left = true
  }

  #say(text: string): void {
    this.#print(`${fold(text, this.#terminal)}\n`)
  }

  async #command(name: string, argument: string | null): Promise<void> {
    switch (name) {
      case '.tables':
        return this.#print(showTables(this.observation, this.#terminal))
      case '.schema':
        return await this.#step({ action_type: 'inspect_schema', table_name: argument })
      case '.full': {
        const whole = showWhole(this.observation.last_query_result, this.#terminal)
        return whole === undefined ? this.#say('the last step brought no rows') : this.#print(whole)
      }
      case '.goal':
        return this.#say(escapeLines(this.#goal))
      case '.undo':
        return await this.#undo()
      case '.finish':
        return await this.#step({ action_type: 'finish_task' })
      case '.help':
        return this.#print(fold(playHelp, this.#terminal))
      default:
        this.leave()
    }
  }

  async #undo(): Promise<void> {
    if (this.#environment.isRemote === true) return this.#say('a server takes no step back')
    if (!(await this.#environment.undo())) return this.#say('there is nothing to take back')
    this.#return -= this.#rewards.pop() ?? 0
    this.#observations.pop()
    const { step_count: count, step_limit: limit } = this.#environment.state()
    this.#say(`the last step is taken back; step ${count} of ${limit}`)
  }

  async #step(action: unknown): Promise<void> {
    const result = await this.#environment.step(action)
    this.#rewards.push(result.reward)
    this.#observations.push(result.observation)
    this.#return += result.reward
    this.#print(this.#describe(result))
    if (result.done && 'grader_score' in result.metadata) this.outcome = result.metadata as EpisodeOutcome
  }

  #describe({ observation, reward, done }: StepResult): string {
    const terminal = this.#terminal
    const total = Math.round(this.#return * 1e6) / 1e6
    const place = `step ${observation.current_step}, ${observation.steps_remaining} left`
    const account = `reward ${signed(reward)}, return ${total} (${place}${done ? ', the episode is over' : ''})`
    const shown = showObservation(observation, terminal)
    return `${shown}${terminal.paint(reward < 0 ? 'warning' : 'faint', fold(account, terminal))}\n`
  }
}
