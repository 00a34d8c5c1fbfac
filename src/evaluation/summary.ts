/**
 * The numbers of a run: what each player solved, how sure that is, what it cost and why it failed.
 *
 * @module
 */
import type { EpisodeFacts } from './episode-facts.ts'
import { type FailureClass, failureClasses } from './failure-class.ts'
import { jobKey, jobsOf, type EvaluationFault, type Item, type Player, type Run } from './run.ts'
import { passAtK, passHatK } from './statistics/attempts.ts'
import { estimateMean, type Estimate, type ItemValue } from './statistics/estimate.ts'

/** A share of items or a mean over them, and how many items it leaves out for want of attempts. */
export interface PassAt {
  readonly k: number
  /** One of k attempts solves it. */
  readonly any: Estimate
  /** All of k attempts solve it. */
  readonly all: Estimate
  readonly leftOut: number
}

/** What a group of items gave. */
export interface GroupRow {
  readonly name: string
  readonly solved: Estimate
  readonly score: Estimate
  readonly episodes: number
}

export interface PlayerSummary {
  readonly player: Player
  readonly episodes: number
  /** Episodes that are part of the run and were not played, through no fault of the model. */
  readonly unplayed: number
  /** The share of the run that they are. */
  readonly unplayedShare: number
  /** pass@1. */
  readonly solved: Estimate
  readonly score: Estimate
  readonly passes: readonly PassAt[]
  /** Share of episodes in which anything right was changed; anything wrong was changed into another wrong. */
  readonly damage: Estimate
  readonly miscorrection: Estimate
  /** Of the episodes that wrote, the share that read rows before. */
  readonly lookedFirst: Estimate
  readonly steps: { readonly mean: number; readonly ofLimit: number }
  readonly tokens: { readonly input: number; readonly output: number } | null
  /** US dollars. */
  readonly cost: { readonly total: number; readonly perSolved: number | null } | null
  /** Seconds waited for an answer, in the mean. */
  readonly latency: number | null
  readonly failures: Readonly<Partial<Record<FailureClass, number>>>
  readonly groups: Readonly<Record<GroupName, readonly GroupRow[]>>
}

/** What reports group by. */
export const groupNames = ['suite', 'family', 'world', 'level', 'difficulty', 'dimension'] as const
export type GroupName = (typeof groupNames)[number]

/** Items that stand and fall together: those of one family in one world. */
export const clusterOf = ({ family, world }: Item): string => `${family}/${world ?? ''}`

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Episodes by item, in the order of the run. */
export function byItem(episodes: readonly EpisodeFacts[]): ReadonlyMap<string, readonly EpisodeFacts[]> {
  const groups = new Map<string, EpisodeFacts[]>()
  for (const episode of episodes) groups.set(episode.item.key, [...(groups.get(episode.item.key) ?? []), episode])
  return groups
}

/** The mean over items of the mean over each one's attempts. */
export function estimateOf(
  episodes: readonly EpisodeFacts[],
  value: (episode: EpisodeFacts) => number,
  range?: readonly [number, number],
): Estimate {
  const values = [...byItem(episodes).values()].map((own): ItemValue => ({
    cluster: clusterOf((own[0] as EpisodeFacts).item),
    value: mean(own.map(value)),
  }))
  return estimateMean(values, range)
}

/** Which k are shown: 1, 2, 4, 8 and so on, and all attempts. */
function shownCounts(attempts: number): number[] {
  const counts = [1]
  while ((counts.at(-1) ?? 1) * 2 <= attempts) counts.push((counts.at(-1) ?? 1) * 2)
  return [...new Set([...counts, attempts])]
}

function passesOf(episodes: readonly EpisodeFacts[], attempts: number): PassAt[] {
  const items = [...byItem(episodes).values()]
  return shownCounts(attempts).map((k) => {
    const values = (pass: typeof passAtK): ItemValue[] =>
      items.flatMap((own) => {
        const value = pass({ played: own.length, solved: own.filter(({ solved }) => solved).length }, k)
        return value === undefined ? [] : [{ cluster: clusterOf((own[0] as EpisodeFacts).item), value }]
      })
    const any = values(passAtK)
    return {
      k,
      any: estimateMean(any),
      all: estimateMean(values(passHatK)),
      leftOut: items.length - any.length,
    }
  })
}

/** What a group is called for an item; items without it, such as the world of a classic task, are left out. */
export function groupOf(item: Item, name: GroupName): string | null {
  const value = item[name]
  return value === null ? null : String(value)
}

function groupsOf(episodes: readonly EpisodeFacts[], name: GroupName): GroupRow[] {
  const groups = new Map<string, EpisodeFacts[]>()
  for (const episode of episodes) {
    const group = groupOf(episode.item, name)
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), episode])
  }
  return [...groups]
    .toSorted(([left], [right]) => left.localeCompare(right, 'en', { numeric: true }))
    .map(([group, own]) => ({
      name: group,
      solved: estimateOf(own, ({ solved }) => Number(solved)),
      score: estimateOf(own, ({ score }) => score),
      episodes: own.length,
    }))
}

/** US dollars of an episode; null where tokens or price are not known. */
export function costOf({ input_tokens: input, output_tokens: output }: EpisodeFacts, { price }: Player): number | null {
  if (price === null || input === null || output === null) return null
  return (input * price.input + output * price.output) / 1e6
}

function summarise(run: Run, player: Player, episodes: readonly EpisodeFacts[], jobs: number): PlayerSummary {
  const sum = (of: (episode: EpisodeFacts) => number | null): number | null => {
    const known = episodes.map(of).filter((value) => value !== null)
    return known.length === episodes.length && known.length > 0
      ? known.reduce((total, value) => total + value, 0)
      : null
  }
  const [input, output] = [sum(({ input_tokens: tokens }) => tokens), sum(({ output_tokens: tokens }) => tokens)]
  const cost = sum((episode) => costOf(episode, player))
  const solvedCount = episodes.filter(({ solved }) => solved).length
  const requests = episodes.reduce((total, { requests: own }) => total + own, 0)
  const failures: Partial<Record<FailureClass, number>> = {}
  for (const name of Object.keys(failureClasses) as FailureClass[]) {
    const count = episodes.filter(({ failure }) => failure === name).length
    if (count > 0) failures[name] = count
  }
  const wrote = episodes.filter(({ lookedFirst }) => lookedFirst !== null)
  return {
    player,
    episodes: episodes.length,
    unplayed: jobs - episodes.length,
    unplayedShare: (jobs - episodes.length) / jobs,
    solved: estimateOf(episodes, ({ solved }) => Number(solved)),
    score: estimateOf(episodes, ({ score }) => score),
    passes: passesOf(episodes, player.kind === 'policy' ? 1 : run.attempts),
    damage: estimateOf(episodes, ({ damaged }) => Number(damaged > 0)),
    miscorrection: estimateOf(episodes, ({ miscorrected }) => Number(miscorrected > 0)),
    lookedFirst: estimateOf(wrote, ({ lookedFirst }) => Number(lookedFirst)),
    steps: {
      mean: mean(episodes.map(({ steps }) => steps)),
      ofLimit: mean(episodes.map(({ steps, stepLimit }) => steps / stepLimit)),
    },
    tokens: input === null || output === null ? null : { input, output },
    cost: cost === null ? null : { total: cost, perSolved: solvedCount === 0 ? null : cost / solvedCount },
    latency: requests === 0 ? null : episodes.reduce((total, { model_seconds: own }) => total + own, 0) / requests,
    failures,
    groups: {
      suite: groupsOf(episodes, 'suite'),
      family: groupsOf(episodes, 'family'),
      world: groupsOf(episodes, 'world'),
      level: groupsOf(episodes, 'level'),
      difficulty: groupsOf(episodes, 'difficulty'),
      dimension: groupsOf(episodes, 'dimension'),
    },
  }
}

/** The numbers of every player of a run, in its order. Players of whom nothing was played are left out. */
export function summariesOf(run: Run, episodes: readonly EpisodeFacts[]): PlayerSummary[] {
  return run.players.flatMap((player) => {
    const own = episodes.filter(({ player: name }) => name === player.name)
    const jobs = jobsOf({ ...run, players: [player] }).length
    return own.length === 0 ? [] : [summarise(run, player, own, jobs)]
  })
}

/** Of faults those that still stand: the episode was not played later. */
export function standingFaults(
  faults: readonly EvaluationFault[],
  episodes: readonly EpisodeFacts[],
): EvaluationFault[] {
  const played = new Set(episodes.map(({ player, item, attempt }) => jobKey(player, item.key, attempt)))
  const last = new Map(faults.map((fault) => [jobKey(fault.player, fault.item, fault.attempt), fault]))
  return [...last].filter(([key]) => !played.has(key)).map(([, fault]) => fault)
}
