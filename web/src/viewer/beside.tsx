/** Which run stands beside the one that is shown: another of the same instance. */
import { useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { Trajectory } from '../../../src/contract/episode.ts'
import { toLine } from '../kit/cells.ts'

/** A run that may stand beside another. */
export interface OtherRun {
  readonly name: string
  readonly read: () => Promise<Trajectory | undefined>
}

/** Whether two runs began with the same database and the same ticket. */
export function isSameInstance(left: Trajectory, right: Pick<Trajectory, 'task_id' | 'seed' | 'split'>): boolean {
  return left.task_id === right.task_id && left.seed === right.seed && (left.split ?? null) === (right.split ?? null)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export function BesideChoice(props: {
  readonly record: Trajectory
  readonly others: readonly OtherRun[]
  /** The episodes of a file. */
  readonly readFile: (file: File) => Promise<readonly Trajectory[]>
  readonly onPick: (beside: Trajectory | null) => void
}): JSX.Element {
  const { record, others, readFile, onPick } = props
  const [chosen, setChosen] = useState('')
  const [problem, setProblem] = useState<string | null>(null)

  const take = async (name: string, read: () => Promise<Trajectory | undefined>): Promise<void> => {
    setProblem(null)
    try {
      const beside = await read()
      if (beside === undefined) {
        const seed = record.seed ?? 'canonical'
        throw new TypeError(`no run of this instance is in it: ${toLine(record.task_id, 60)}, seed ${seed}`)
      }
      onPick(beside)
    } catch (error) {
      setChosen('')
      onPick(null)
      setProblem(`${toLine(name, 80)}: ${messageOf(error)}`)
    }
  }
  const openFile = (file: File | undefined): void => {
    if (file === undefined) return
    setChosen('')
    void take(file.name, async () => (await readFile(file)).find((one) => isSameInstance(record, one)))
  }
  const choose = (value: string): void => {
    setChosen(value)
    setProblem(null)
    const other = others[Number(value)]
    if (value === '' || other === undefined) onPick(null)
    else void take(other.name, other.read)
  }
  return (
    <section class="beside" aria-label="A second run">
      <label class="field">
        <span>Beside it</span>
        <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">nothing</option>
          {others.map(({ name }, index) => (
            <option key={index} value={String(index)} selected={chosen === String(index)}>
              {toLine(name, 60)}
            </option>
          ))}
        </select>
      </label>
      <label class="button">
        Another record…
        <input
          type="file"
          aria-label="Record of a second run"
          accept=".jsonl,.json,application/x-ndjson"
          class="hidden"
          onChange={(event) => openFile(event.currentTarget.files?.[0])}
        />
      </label>
      {problem !== null && (
        <p class="error-box" role="alert">
          {problem}
        </p>
      )}
    </section>
  )
}
