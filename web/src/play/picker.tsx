/** Which episode: suite, task, world, level, split, seed, how rewards are paid; or any. */
import { useState } from 'preact/hooks'
import type { JSX } from 'preact'
import { rewardModes, type ResetParams, type RewardMode } from '../../../src/contract/episode.ts'
import type { Catalog, CatalogItem } from '../engine/engine-api.ts'
import type { PlayStore } from './play-store.ts'

interface Choice {
  readonly task: string
  readonly world: string
  readonly level: number
  readonly split: string
  readonly seed: string
  readonly mode: RewardMode | ''
}

const firstOf = <T,>(items: readonly T[] | undefined, wanted: T): T | undefined =>
  items === undefined ? undefined : items.includes(wanted) ? wanted : items[0]

/** A choice in which everything fits the task. */
function fit(item: CatalogItem, choice: Choice): Choice {
  const world =
    firstOf(
      item.worlds?.map((place) => place.world),
      choice.world,
    ) ?? ''
  const level =
    firstOf(
      item.levels?.map((rung) => rung.level),
      choice.level,
    ) ?? 0
  const split =
    firstOf(
      item.worlds?.find((place) => place.world === world)?.splits as readonly string[] | undefined,
      choice.split,
    ) ?? ''
  return { ...choice, task: item.id, world, level, split }
}

/** What a reset takes. */
export function paramsOf(item: CatalogItem, { world, level, split, seed, mode }: Choice): ResetParams {
  const chosen = {
    ...(seed.trim() !== '' && { seed: Number(seed) }),
    ...(mode !== '' && { reward_mode: mode }),
  }
  if (item.worlds === undefined) return { task_id: item.id, ...chosen }
  return { task_id: `${item.id}@${item.version}/${world}/${level}`, split: split as 'train', ...chosen }
}

const suites = (catalog: Catalog): string[] => [...new Set(catalog.tasks.map(({ suite }) => suite))]

const pick = <T,>(items: readonly T[]): T | undefined => items[Math.floor(Math.random() * items.length)]

/** Any task, world, level and seed. */
export function surprise(catalog: Catalog): ResetParams {
  const drawn = pick(suites(catalog))
  const item = pick(catalog.tasks.filter(({ suite }) => suite === drawn))
  if (item === undefined) return {}
  const world = pick(item.worlds ?? [])
  const blank = {
    task: item.id,
    world: world?.world ?? '',
    level: pick(item.levels ?? [])?.level ?? 0,
    split: '',
    mode: '' as const,
  }
  return paramsOf(item, fit(item, { ...blank, seed: String(Math.floor(Math.random() * 100_000)) }))
}

function Select(props: {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, text: string])[]
  readonly onPick: (value: string) => void
}): JSX.Element {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.onPick(event.currentTarget.value)}>
        {props.options.map(([value, text]) => (
          <option key={value} value={value} selected={value === props.value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

const plain = (values: readonly (string | number)[]): (readonly [string, string])[] =>
  values.map((value) => [String(value), String(value)])

export function Picker({
  store,
  catalog,
  onStart,
}: {
  readonly store: PlayStore
  readonly catalog: Catalog
  readonly onStart: () => void
}): JSX.Element {
  const [choice, setChoice] = useState<Choice>({
    task: catalog.tasks[0]?.id ?? '',
    world: '',
    level: 1,
    split: '',
    seed: '',
    mode: '',
  })
  const item = catalog.tasks.find(({ id }) => id === choice.task) ?? catalog.tasks[0]
  if (item === undefined) return <p>There is no task.</p>
  const change = (part: Partial<Choice>, next: CatalogItem = item): void => setChoice(fit(next, { ...choice, ...part }))
  const choose = (id: string): void => {
    const next = catalog.tasks.find((one) => one.id === id)
    if (next !== undefined) change({}, next)
  }
  const begin = (params: ResetParams): void => {
    onStart()
    void store.start(params)
  }
  const splits = item.worlds?.find(({ world }) => world === choice.world)?.splits ?? []
  const seedIsWrong = !/^\s*\d{0,15}\s*$/.test(choice.seed)
  return (
    <form
      class="picker"
      onSubmit={(event) => {
        event.preventDefault()
        if (!seedIsWrong) begin(paramsOf(item, fit(item, choice)))
      }}
    >
      <Select
        label="Suite"
        value={item.suite}
        options={plain(suites(catalog))}
        onPick={(suite) => choose(catalog.tasks.find((one) => one.suite === suite)?.id ?? '')}
      />
      <Select
        label={item.worlds === undefined ? 'Task' : 'Family'}
        value={item.id}
        options={plain(catalog.tasks.filter(({ suite }) => suite === item.suite).map(({ id }) => id))}
        onPick={choose}
      />
      {item.worlds !== undefined && (
        <>
          <Select
            label="World"
            value={choice.world}
            options={plain(item.worlds.map(({ world }) => world))}
            onPick={(world) => change({ world })}
          />
          <Select
            label="Level"
            value={String(choice.level)}
            options={(item.levels ?? []).map(({ level, difficulty }) => [String(level), `${level} · ${difficulty}`])}
            onPick={(level) => change({ level: Number(level) })}
          />
          <Select label="Split" value={choice.split} options={plain(splits)} onPick={(split) => change({ split })} />
        </>
      )}
      <label class="field">
        <span>Seed</span>
        <input
          inputMode="numeric"
          placeholder={item.worlds === undefined ? 'canonical' : '0'}
          value={choice.seed}
          aria-invalid={seedIsWrong}
          onInput={(event) => setChoice({ ...choice, seed: event.currentTarget.value })}
        />
      </label>
      <Select
        label="Rewards"
        value={choice.mode}
        options={[['', "the task's own"], ...plain(rewardModes)]}
        onPick={(mode) => change({ mode: mode as RewardMode })}
      />
      <div class="picker-buttons">
        <button type="submit" class="primary" disabled={store.busy.value !== null || seedIsWrong}>
          Start
        </button>
        <button type="button" disabled={store.busy.value !== null} onClick={() => begin(surprise(catalog))}>
          Surprise me
        </button>
      </div>
      <p class="dim picker-summary">{item.summary}</p>
    </form>
  )
}
