/**
 * Plausible talk near the topic.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Mail, Message, Page, ReleaseNote } from '../../documents/office.ts'
import type { Writer } from '../../documents/wording.ts'
import { dayOf, inOffice, minuteOf } from '../../worlds/time.ts'
import * as side from './side-texts.ts'
import type { Story } from './story.ts'

export interface Talk {
  readonly pages: readonly Page[]
  readonly messages: readonly Message[]
  readonly releases: readonly ReleaseNote[]
  readonly mails: readonly Mail[]
}

/** Texts of the world that speak of nothing which this business has not, and not of what things cost: that is told here. */
const fits = (text: string): boolean =>
  !/\{(?:twoLanes|party|where3|where4)\}|\b(?:rates?|prices?|priced|fees?|tariffs?|lists?|costs?|discounts?|labels?)\b/i.test(
    text,
  )

/** @param count how much of it there is */
export function drawTalk(random: Random, story: Story, writer: Writer, count: number): Talk {
  const { world, level, people, season } = story
  const told = (by: Writer, template: string): { body: string; blanks: readonly string[] } => {
    const body = by.say(template)
    return { body, blanks: by.blanksIn(body) }
  }
  const customer = (): string => random.pick(story.customers).name
  const here = (): Writer => {
    const good = random.pick(story.goods)
    return writer.with({ where3: customer(), goodName: good.name, goodCode: good.code })
  }
  const worldPages = world.texts.pages.filter(({ title, body }) => fits(`${title} ${body}`))
  const pages = [
    ...random.sample(side.pages, Math.max(1, Math.ceil(count / 2))),
    ...random.sample(worldPages, Math.floor(count / 3)),
  ].map(({ title, body }): Page => ({
    title: writer.say(title),
    owner: random.pick([people.owner, people.second]).name,
    updatedOn: season.firstDay - random.int(10, 400),
    ...told(writer, body),
  }))
  if (level === 2) return { pages, messages: [], releases: [], mails: [] }

  const anyTime = (): number =>
    inOffice(minuteOf(random.int(season.firstDay, dayOf(season.asOf) - 2), random.int(9, 16), random.int(0, 59)))
  // Nobody wonders about invoices before some are wrong.
  const lateTime = (): number =>
    inOffice(minuteOf(random.int(season.from + 5, dayOf(season.asOf) - 2), random.int(9, 16), random.int(0, 59)))
  const channel = random.pick(['office', 'help', 'daily', 'billing'])
  const worldThreads = world.texts.threads.filter((thread) => thread.every(([, text]) => fits(text)))
  const conversations = [
    ...random.sample(side.wrongGuesses, level === 3 ? 1 : 2).map((thread) => ({ thread, at: lateTime() })),
    ...random.sample([...side.remarks, ...worldThreads], count).map((thread) => ({ thread, at: anyTime() })),
  ]
  const messages = conversations.flatMap(({ thread, at: from }) => {
    let at = from
    const by = here()
    return thread.map(([speaker, template], index): Message => {
      if (index > 0) at += random.int(1, 14)
      return { channel, at, author: people[speaker].login, ...told(by, template) }
    })
  })
  const mails = random.sample(side.mails, Math.ceil(count / 2)).map(({ subject, body }): Mail => {
    const sender = customer()
    return { at: anyTime(), sender, subject, ...told(writer.with({ where3: sender }), body) }
  })
  const releases = random
    .sample([...side.releases, ...world.texts.releases.filter(({ note }) => fits(note))], Math.ceil(count / 2) + 1)
    .map(({ program, note }): ReleaseNote => ({
      program,
      version: `${random.int(1, 4)}.${random.int(0, 9)}`,
      at: anyTime(),
      ...told(writer, note),
    }))
  return { pages, messages, mails, releases }
}
