/**
 * What a report page is given: numbers and facts as JSON in the page, transcripts compressed beside them. Written by
 * `src/cli/eval/report-page.ts`.
 *
 * @module
 */
import type { Trajectory } from '../../../src/contract/episode.ts'
import type { Comparison } from '../../../src/evaluation/comparison.ts'
import type { EpisodeFacts } from '../../../src/evaluation/episode-facts.ts'
import type { PlayerSummary } from '../../../src/evaluation/summary.ts'

/** An episode without its item, which many share. */
export interface ReportedEpisode extends Omit<EpisodeFacts, 'item'> {
  /** Place in `items`. */
  readonly item: number
  readonly cost: number | null
  /** Its transcript is there. */
  readonly told: boolean
}

export interface ReportData {
  readonly title: string
  readonly about: readonly string[]
  readonly warnings: readonly string[]
  readonly items: readonly EpisodeFacts['item'][]
  readonly episodes: readonly ReportedEpisode[]
  readonly summaries: readonly PlayerSummary[]
  readonly comparisons: readonly { readonly before: string; readonly after: string; readonly found: Comparison }[]
  /** Words for each class. */
  readonly failures: Readonly<Record<string, string>>
  /** Where transcripts lie that are not in the page: the address of a folder. */
  readonly transcripts: string | null
}

const textOf = (id: string): string => document.getElementById(id)?.textContent ?? ''

/** What stands in the page. JSON has no NaN: what is null in an estimate was none. */
export function readData(): ReportData {
  return JSON.parse(textOf('report-data')) as ReportData
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return await new Response(stream).text()
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

let lines: readonly string[] | undefined

/** The transcript of an episode. @throws TypeError where it is not there */
export async function readTranscript(data: ReportData, place: number): Promise<Trajectory> {
  if (data.transcripts !== null) {
    const response = await fetch(`${data.transcripts}${place}`)
    if (!response.ok) throw new TypeError(`the transcript cannot be had: status ${response.status}`)
    return (await response.json()) as Trajectory
  }
  lines ??= textOf('report-transcripts').split('\n')
  const line = lines[place] ?? ''
  if (line === '') throw new TypeError('this report was made without it')
  return JSON.parse(await inflate(bytesOf(line))) as Trajectory
}

let texts: Promise<readonly string[]> | undefined

/** What was said and sent in each episode, in small letters, to search in. */
export async function readTexts(): Promise<readonly string[]> {
  texts ??= (async () => {
    const held = textOf('report-texts').trim()
    return held === '' ? [] : (await inflate(bytesOf(held))).split('\u0000')
  })()
  return await texts
}
