import type { ReportData, ReportedEpisode } from './report-data.ts'

/** What a reader asks for. Empty strings ask for nothing. */
export interface Filter {
  readonly player: string
  readonly outcome: string
  readonly level: string
  readonly family: string
  readonly words: string
}

export const noFilter: Filter = { player: '', outcome: '', level: '', family: '', words: '' }

export const orders = ['as played', 'most steps', 'slowest', 'dearest', 'lowest score'] as const
export type Order = (typeof orders)[number]

/** A word of the search: `field:value` asks for a field of the episode or its item, any other for its text. */
function fits(word: string, episode: ReportedEpisode, item: ReportData['items'][number], text: string): boolean {
  const [, field, value] = /^([a-z_]+):(.+)$/.exec(word) ?? []
  if (field !== undefined && value !== undefined) {
    const all: Readonly<Record<string, unknown>> = { ...item, ...episode, item: item.key }
    if (field in all) return String(all[field]).toLowerCase().includes(value)
  }
  return text.includes(word)
}

/** The places of the episodes that fit, in an order. */
export function choose(
  { episodes, items }: Pick<ReportData, 'episodes' | 'items'>,
  filter: Filter,
  order: Order,
  texts: readonly string[],
): number[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean)
  const found: number[] = []
  for (const [place, episode] of episodes.entries()) {
    const item = items[episode.item]
    if (item === undefined) continue
    if (filter.player !== '' && episode.player !== filter.player) continue
    if (filter.level !== '' && String(item.level) !== filter.level) continue
    if (filter.family !== '' && item.family !== filter.family) continue
    if (filter.outcome !== '' && (episode.failure ?? 'solved') !== filter.outcome) continue
    if (!words.every((word) => fits(word, episode, item, texts[place] ?? ''))) continue
    found.push(place)
  }
  const by: Readonly<Record<Order, ((episode: ReportedEpisode) => number) | null>> = {
    'as played': null,
    'most steps': ({ steps }) => -steps,
    slowest: ({ seconds }) => -seconds,
    dearest: ({ cost, output_tokens: tokens }) => -(cost ?? (tokens ?? 0) / 1e9),
    'lowest score': ({ score }) => score,
  }
  const value = by[order]
  if (value === null) return found
  const of = (place: number): number => value(episodes[place] as ReportedEpisode)
  return found.toSorted((left, right) => of(left) - of(right) || left - right)
}
