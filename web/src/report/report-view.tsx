/** A report: the numbers of runs, pictures of them, and every episode. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { JSX } from 'preact'
import type { Trajectory } from '../../../src/contract/episode.ts'
import type { PlayerSummary } from '../../../src/evaluation/summary.ts'
import { Viewer } from '../viewer/viewer.tsx'
import { barsOf, colourOf, Forest, interval, Matrix, percent, Scatter } from './charts.tsx'
import { choose, type Filter, noFilter, type Order, orders } from './episode-filter.ts'
import { EpisodeList } from './episode-list.tsx'
import { readTexts, readTranscript, type ReportData } from './report-data.ts'

const dollars = (cost: number): string => `$${cost.toFixed(cost < 1 ? 4 : 2)}`

function Summary({ summaries }: { readonly summaries: readonly PlayerSummary[] }): JSX.Element {
  return (
    <div class="scroller">
      <table class="numbers">
        <thead>
          <tr>
            {[
              'player',
              'solved (pass@1)',
              'score',
              'damage',
              'looked first',
              'steps',
              'of limit',
              'tokens in / out',
              'cost',
              'cost / solved',
              'not played',
            ].map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {summaries.map((own, place) => (
            <tr key={own.player.name}>
              <th scope="row">
                <span class="dot-of" style={{ background: colourOf(place) }} /> {own.player.name}
              </th>
              <td>{interval(own.solved)}</td>
              <td>{own.score.mean?.toFixed(3)}</td>
              <td>{percent(own.damage.mean)}</td>
              <td>{percent(own.lookedFirst.mean)}</td>
              <td>{own.steps.mean.toFixed(1)}</td>
              <td>{percent(own.steps.ofLimit)}</td>
              <td>
                {own.tokens === null
                  ? '–'
                  : `${own.tokens.input.toLocaleString('en')} / ${own.tokens.output.toLocaleString('en')}`}
              </td>
              <td>{own.cost === null ? '–' : dollars(own.cost.total)}</td>
              <td>{own.cost?.perSolved == null ? '–' : dollars(own.cost.perSolved)}</td>
              <td>{own.unplayed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Passes({ summaries }: { readonly summaries: readonly PlayerSummary[] }): JSX.Element | null {
  const several = summaries.filter(({ passes }) => passes.length > 1)
  if (several.length === 0) return null
  return (
    <section class="card">
      <h2>Several attempts</h2>
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">player</th>
            <th scope="col">k</th>
            <th scope="col">pass@k: one of k solves it</th>
            <th scope="col">pass^k: all of k do</th>
          </tr>
        </thead>
        <tbody>
          {several.flatMap(({ player, passes }) =>
            passes.map(({ k, any, all }) => (
              <tr key={`${player.name} ${k}`}>
                <th scope="row">{player.name}</th>
                <td>{k}</td>
                <td>{interval(any)}</td>
                <td>{interval(all)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </section>
  )
}

function Failures({ data }: { readonly data: ReportData }): JSX.Element | null {
  const { summaries, failures } = data
  const names = Object.keys(failures).filter((name) => summaries.some((own) => name in own.failures))
  if (names.length === 0) return null
  return (
    <section class="card">
      <h2>Why episodes were not solved</h2>
      <div class="scroller">
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col">class</th>
              {summaries.map(({ player }) => (
                <th scope="col" key={player.name}>
                  {player.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">
                  {name} <span class="dim">{failures[name]}</span>
                </th>
                {summaries.map(({ player, failures: own, episodes }) => {
                  const count = (own as Readonly<Record<string, number>>)[name] ?? 0
                  return (
                    <td key={player.name}>
                      {count} <span class="dim">{percent(count / episodes)}</span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Comparisons({ data }: { readonly data: ReportData }): JSX.Element | null {
  if (data.comparisons.length === 0) return null
  const points = (value: number): string => `${value < 0 ? '−' : '+'}${(100 * Math.abs(value)).toFixed(1)}`
  return (
    <section class="card">
      <h2>One against another, on the same instances</h2>
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">from</th>
            <th scope="col">to</th>
            <th scope="col">solved, points [95 %]</th>
            <th scope="col">won</th>
            <th scope="col">lost</th>
            <th scope="col">least difference found</th>
          </tr>
        </thead>
        <tbody>
          {data.comparisons.map(({ before, after, found }) => (
            <tr key={`${before} ${after}`}>
              <th scope="row">{before}</th>
              <th scope="row">{after}</th>
              <td>
                {points(found.solved.mean)} [{points(found.solved.low)}, {points(found.solved.high)}]
              </td>
              <td>{found.won.length}</td>
              <td>{found.lost.length}</td>
              <td>{found.leastDifference === null ? '–' : `${(100 * found.leastDifference).toFixed(1)} points`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Opened({ data, place }: { readonly data: ReportData; readonly place: number }): JSX.Element {
  const [record, setRecord] = useState<Trajectory | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [step, setStep] = useState(0)
  useEffect(() => {
    let isGone = false
    setRecord(null)
    setProblem(null)
    setStep(0)
    const read = async (): Promise<void> => {
      try {
        const found = await readTranscript(data, place)
        if (!isGone) setRecord(found)
      } catch (error) {
        if (!isGone) setProblem(error instanceof Error ? error.message : String(error))
      }
    }
    void read()
    return () => {
      isGone = true
    }
  }, [place])
  if (problem !== null) return <p class="error-box">{problem}</p>
  if (record === null) return <p class="dim">opening…</p>
  return <Viewer record={record} again={null} isPlain step={step} onStep={setStep} />
}

function Choice(props: {
  readonly label: string
  readonly value: string
  readonly options: readonly string[]
  readonly onChange: (value: string) => void
  readonly any?: string
}): JSX.Element {
  const { label, value, options, onChange, any } = props
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {any !== undefined && <option value="">{any}</option>}
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  )
}

function Episodes({ data }: { readonly data: ReportData }): JSX.Element {
  const [filter, setFilter] = useState<Filter>(noFilter)
  const [order, setOrder] = useState<Order>('as played')
  const [texts, setTexts] = useState<readonly string[]>([])
  const [open, setOpen] = useState<number | null>(null)
  const places = useMemo(() => choose(data, filter, order, texts), [data, filter, order, texts])
  const set = (part: Partial<Filter>): void => setFilter({ ...filter, ...part })
  const named = (values: readonly (string | number | null)[]): string[] =>
    [...new Set(values.filter((value) => value !== null).map(String))].toSorted()
  return (
    <section class="card" aria-label="All episodes">
      <h2>Episodes</h2>
      <div class="filters no-print">
        <label class="field words">
          <span>words said or sent, or field:value</span>
          <input
            type="search"
            value={filter.words}
            placeholder="update  level:3  world:clinic"
            onFocus={() => void readTexts().then(setTexts)}
            onInput={(event) => set({ words: event.currentTarget.value })}
          />
        </label>
        <Choice
          label="player"
          any="all"
          value={filter.player}
          options={named(data.summaries.map(({ player }) => player.name))}
          onChange={(player) => set({ player })}
        />
        <Choice
          label="outcome"
          any="all"
          value={filter.outcome}
          options={['solved', ...Object.keys(data.failures)]}
          onChange={(outcome) => set({ outcome })}
        />
        <Choice
          label="family"
          any="all"
          value={filter.family}
          options={named(data.items.map(({ family }) => family))}
          onChange={(family) => set({ family })}
        />
        <Choice
          label="level"
          any="all"
          value={filter.level}
          options={named(data.items.map(({ level }) => level))}
          onChange={(level) => set({ level })}
        />
        <Choice label="order" value={order} options={orders} onChange={(value) => setOrder(value as Order)} />
      </div>
      <p class="dim" role="status">
        {places.length.toLocaleString('en')} of {data.episodes.length.toLocaleString('en')} episodes
      </p>
      <EpisodeList data={data} places={places} open={open} onOpen={setOpen} />
      {open !== null && <Opened data={data} place={open} />}
    </section>
  )
}

/** More lines than this in one picture are easier read in the table of families and levels. */
const mostBars = 40

export function Report({ data }: { readonly data: ReportData }): JSX.Element {
  const { summaries } = data
  const overall = summaries.map(({ player, solved }, place) => ({
    name: player.name,
    estimate: solved,
    colour: colourOf(place),
  }))
  const models = summaries.filter(({ player }) => player.kind === 'model')
  const detailed = models.length > 0 ? models : summaries
  return (
    <main id="main" class="report">
      <header class="card">
        <h1>{data.title}</h1>
        {data.about.map((line) => (
          <p class="dim" key={line}>
            {line}
          </p>
        ))}
        {data.warnings.map((line) => (
          <p class="warning" key={line}>
            {line}
          </p>
        ))}
      </header>
      <section class="card">
        <h2>Summary</h2>
        <Summary summaries={summaries} />
        <Forest label="Solved, with intervals of 95 %" bars={overall} />
      </section>
      <Passes summaries={summaries} />
      <Comparisons data={data} />
      <section class="card">
        <h2>By level and family</h2>
        {(['level', 'family', 'world'] as const).map((group) => {
          const bars = barsOf(detailed, group)
          return bars.length === 0 || bars.length > mostBars ? null : (
            <figure key={group}>
              <figcaption>by {group}</figcaption>
              <Forest label={`Solved by ${group}, with intervals of 95 %`} bars={bars} />
            </figure>
          )
        })}
        <div class="matrices">
          {detailed.map(({ player }) => (
            <Matrix key={player.name} data={data} player={player.name} />
          ))}
        </div>
      </section>
      <section class="card pair">
        <Scatter data={data} label="score against steps, an instance a point" of={({ steps }) => steps} />
        <Scatter data={data} label="score against US dollars" of={({ cost }) => cost} />
      </section>
      <Failures data={data} />
      <Episodes data={data} />
    </main>
  )
}
