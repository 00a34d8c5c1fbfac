/**
 * A report as one HTML file: numbers, pictures and transcripts, without a request to any host. Where the transcripts are
 * more than a file should hold they are fetched from whoever serves the page.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { deflateRawSync } from 'node:zlib'
import type { Trajectory } from '../../contract/episode.ts'
import { compare } from '../../evaluation/comparison.ts'
import { failureClasses } from '../../evaluation/failure-class.ts'
import type { EvaluatedTrajectory, Item, Player } from '../../evaluation/run.ts'
import { costOf, summariesOf } from '../../evaluation/summary.ts'
import { AppError } from '../../kit/errors.ts'
import type { CountedRun } from './read-facts.ts'
import { sourceOf, warningsOf } from './show-report.ts'

/** Which transcripts a report has. */
export const transcriptChoices = ['all', 'failed', 'none'] as const
export type TranscriptChoice = (typeof transcriptChoices)[number]

/** Characters of transcripts that one file holds. */
export const mostTranscripts = 5 * 1024 * 1024

/** A page, and the transcripts that it fetches. */
export interface ReportPage {
  readonly html: string
  /** By number; empty where they are in the page. */
  readonly transcripts: readonly EvaluatedTrajectory[]
}

/** Characters of one episode that can be searched. */
const longestText = 6000

/** What was said and sent. */
function textOf({ steps }: Trajectory): string {
  const parts = steps.flatMap(({ action, said }) => {
    const query = (action as { readonly query?: unknown } | null)?.query
    return [
      ...(said ?? []).flatMap(({ text, thoughts }) => [text, thoughts ?? '']),
      typeof query === 'string' ? query : '',
    ]
  })
  return parts.join('\n').slice(0, longestText).toLowerCase().replaceAll('\u0000', ' ')
}

const deflate = (text: string): string => deflateRawSync(text).toString('base64')

/** JSON that stands in a page whatever it holds. */
const inPage = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

/** What the build made of web/src/report. */
const assets = new URL('../../report/', import.meta.url)

function readAsset(name: string): string {
  const file = fileURLToPath(new URL(name, assets))
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new AppError('io_error', `the report's page is not built: npm run build`, { cause })
  }
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Players of several runs, each with a name of its own. */
function namePlayers(runs: readonly CountedRun[]): ReadonlyMap<string, string> {
  const names = runs.flatMap(({ folder, run }) =>
    run.players.map(({ name }) => ({ key: `${folder}\n${name}`, folder, name })),
  )
  return new Map(
    names.map(({ key, folder, name }) => {
      const isTaken = names.filter((other) => other.name === name).length > 1
      return [key, isTaken ? `${name} (${folder.split('/').at(-1) ?? folder})` : name]
    }),
  )
}

/** Everything that the page is told. */
function dataOf(runs: readonly CountedRun[], isTold: (solved: boolean) => boolean, transcripts: string | null): object {
  const names = namePlayers(runs)
  const items = new Map<string, { item: Item; place: number }>()
  for (const { run } of runs) {
    for (const item of run.items) if (!items.has(item.key)) items.set(item.key, { item, place: items.size })
  }
  const renamed = runs.map(({ folder, run, facts, faults }) => {
    const nameOf = (name: string): string => names.get(`${folder}\n${name}`) ?? name
    const players = run.players.map((player): Player => ({ ...player, name: nameOf(player.name) }))
    return {
      run: { ...run, players },
      facts: facts.map((own) => ({ ...own, player: nameOf(own.player) })),
      faults: faults.map((own) => ({ ...own, player: nameOf(own.player) })),
    }
  })
  const summaries = renamed.flatMap(({ run, facts }) => summariesOf(run, facts))
  const players = new Map(renamed.flatMap(({ run }) => run.players.map((player) => [player.name, player] as const)))
  const all = renamed.flatMap(({ facts }) => facts)
  const models = summaries.filter(({ player }) => player.kind === 'model').map(({ player }) => player.name)
  const pairs = models.flatMap((before, place) => models.slice(place + 1).map((after) => ({ before, after })))
  const own = (name: string) => all.filter(({ player }) => player === name)
  return {
    title: `Evaluation of ${(models.length > 0 ? models : summaries.map(({ player }) => player.name)).join(', ')}`,
    about: runs.map(({ run }) => `${sourceOf(run)} · dataops-env ${run.package} · ${run.digest.slice(0, 16)}`),
    warnings:
      renamed.length === 0
        ? []
        : warningsOf(
            summaries,
            renamed.flatMap(({ faults }) => faults),
          ),
    items: [...items.values()].map(({ item }) => item),
    episodes: all.map((facts) => {
      const player = players.get(facts.player)
      return {
        ...facts,
        item: items.get(facts.item.key)?.place ?? 0,
        cost: player === undefined ? null : costOf(facts, player),
        told: isTold(facts.solved),
      }
    }),
    summaries,
    comparisons: pairs
      .map(({ before, after }) => ({ before, after, found: compare(own(before), own(after)) }))
      .filter(({ found }) => found.items > 0),
    failures: failureClasses,
    transcripts,
  }
}

/**
 * The page of some runs.
 *
 * @param served the address from which transcripts are fetched; null where all of it has to be in the page
 * @throws AppError `wrong_use` where the transcripts are too large for one file
 */
export function reportPage(runs: readonly CountedRun[], choice: TranscriptChoice, served: string | null): ReportPage {
  const isTold = (solved: boolean): boolean => choice === 'all' || (choice === 'failed' && !solved)
  const episodes = runs.flatMap((run) => run.episodes.map((episode, place) => ({ episode, facts: run.facts[place] })))
  const lines: string[] = []
  let length = 0
  for (const { episode, facts } of served === null ? episodes : []) {
    const line = isTold(facts?.solved ?? false) ? deflate(JSON.stringify(episode)) : ''
    length += line.length + 1
    if (length > mostTranscripts) {
      const megabytes = Math.round(mostTranscripts / 1024 / 1024)
      throw new AppError(
        'wrong_use',
        `the transcripts take more than ${megabytes} MiB, and a page in a file cannot fetch any: take --transcripts failed or none, or --serve`,
      )
    }
    lines.push(line)
  }
  const texts =
    choice === 'none' && served === null ? '' : deflate(episodes.map(({ episode }) => textOf(episode)).join('\u0000'))
  const [script, style] = [readAsset('report.js').replaceAll('</script', '<\\/script'), readAsset('report.css')]
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    ...(served === null ? [] : ["connect-src 'self'"]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Evaluation · DataOps-Env</title>
<style>${style}</style>
</head>
<body>
<div id="app"></div>
<script type="application/json" id="report-data">${inPage(dataOf(runs, isTold, served))}</script>
<script type="text/plain" id="report-texts">${texts}</script>
<script type="text/plain" id="report-transcripts">${lines.join('\n')}</script>
<script>${script}</script>
</body>
</html>
`
  return { html, transcripts: served === null ? [] : episodes.map(({ episode }) => episode) }
}
