import { dayOf, sayDay } from '../../worlds/time.ts'
import type { PartnerFile, Story } from './business.ts'
import { readingOf, turnsDue, turnsTaken, type Ways } from './ways.ts'

/** How a partner wrote from one day to another, both included, or from one file to another. */
export interface Leg {
  readonly partner: string
  readonly ways: Ways
  readonly fromDay: string
  readonly untilDay: string
  readonly fromFile: number
  readonly untilFile: number
  /** Whether the struck import misread the first day and the second. */
  readonly turnsTaken: boolean
  readonly turnsDue: boolean
}

const [firstOfAll, lastOfAll] = ['2000-01-01', '2099-12-31']
const [leastFile, mostFile] = [0, 999_999]

/** The first file of a partner that is written its new way. */
export function changedFrom({ files }: Pick<Story, 'files'>, partner: string): PartnerFile | undefined {
  return files.find(
    (file) =>
      file.partner.code === partner &&
      file.partner.changedOn !== null &&
      dayOf(file.receivedAt) >= file.partner.changedOn,
  )
}

/** Everything that papers tell of how partners write. */
export function legsOf(story: Story): Leg[] {
  const { partners, house } = story
  return partners.flatMap(({ code, ways, changed, changedOn }): Leg[] => {
    const leg = (own: Ways, rest: Omit<Leg, 'partner' | 'ways' | 'turnsTaken' | 'turnsDue'>): Leg => {
      const reading = readingOf(own, house.region)
      return { partner: code, ways: own, ...rest, turnsTaken: turnsTaken(reading), turnsDue: turnsDue(reading) }
    }
    if (changed === null || changedOn === null)
      return [leg(ways, { fromDay: firstOfAll, untilDay: lastOfAll, fromFile: leastFile, untilFile: mostFile })]
    const file = changedFrom(story, code)?.id ?? mostFile
    return [
      leg(ways, { fromDay: firstOfAll, untilDay: sayDay(changedOn - 1), fromFile: leastFile, untilFile: file - 1 }),
      leg(changed, { fromDay: sayDay(changedOn), untilDay: lastOfAll, fromFile: file, untilFile: mostFile }),
    ]
  })
}
