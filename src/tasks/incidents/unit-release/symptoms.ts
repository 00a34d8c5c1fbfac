import type { Random } from '../../../kit/random.ts'
import { sayDay } from '../../worlds/time.ts'
import type { Symptom } from '../evidence.ts'
import type { Names } from './names.ts'
import { rightUnderstanding, settle, type Values } from './settle.ts'
import { addUp, type WeighDay } from './totals.ts'
import type { Story } from './story.ts'

/** What somebody noticed: how many lie above what the carrier takes, and a day of a site that is far off. */
export interface Noticed {
  readonly over: number
  readonly site: string
  readonly siteName: string
  readonly day: number
  readonly shown: number
  readonly due: number
}

const valuesOf = (story: Story): ReadonlyMap<number, Values> => {
  const right = rightUnderstanding(story)
  return new Map(story.weighings.map((own) => [own.id, settle(story, own, right)]))
}

/** Grams as people write them: `184,320 g`. */
export const tellGrams = (grams: number): string => `${String(grams).replace(/\B(?=(\d{3})+$)/g, ',')} g`
/** Grams to the half kilogram, as somebody remembers them. */
export const tellAbout = (grams: number): string => `${Math.round(grams / 500) / 2} kg`

/** null: nobody would notice anything. */
export function notice(random: Random, story: Story): Noticed | null {
  const { weighings, trade, sites } = story
  const over = weighings.filter(({ seen }) => seen > trade.heaviest).length
  if (over < 3) return null
  const key = ({ site, day }: WeighDay): string => `${site} ${day}`
  const due = new Map(addUp(story, valuesOf(story)).map((own) => [key(own), own]))
  const days = addUp(story, null).filter((own) => {
    const right = due.get(key(own))?.weight ?? 0
    return own.weighings >= 3 && Math.abs(own.weight - right) > 0.2 * right
  })
  if (days.length === 0) return null
  const own = random.pick(days)
  return {
    ...{ over, site: own.site, day: own.day, shown: own.weight, due: due.get(key(own))?.weight ?? 0 },
    siteName: sites.find(({ code }) => code === own.site)?.name ?? '',
  }
}

export function symptomsOf(story: Story, names: Names, noticed: Noticed): Symptom[] {
  const {
    weighings: w,
    days: d,
    handsets: h,
  } = { weighings: names.weighings, days: names.days, handsets: names.handsets }
  const { over, site, day, shown, due } = noticed
  const iso = sayDay(day)
  return [
    {
      name: 'heavier than anything may be',
      query: `SELECT count(*) FROM ${w.table} WHERE ${w.columns.weight} > ${story.trade.heaviest}`,
      ...{ before: [[over]], after: [[0]], quoted: [String(over)] },
    },
    {
      name: `${site} on ${iso}`,
      query:
        story.level >= 3
          ? `SELECT ${d.columns.weight} FROM ${d.table} WHERE ${d.columns.site} = '${site}' AND ${d.columns.day} = '${iso}'`
          : `SELECT sum(w.${w.columns.weight}) FROM ${w.table} w JOIN ${h.table} h ON h.${h.columns.code} = w.${w.columns.handset}
              WHERE h.${h.columns.site} = '${site}' AND substr(w.${w.columns.takenAt}, 1, 10) = '${iso}'`,
      ...{ before: [[shown]], after: [[due]], quoted: [tellGrams(shown)] },
    },
  ]
}
