import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/kit/random.ts'
import { drawOfficeNames } from '../../../src/tasks/documents/office.ts'
import { writeDocuments, writerOf } from '../../../src/tasks/incidents/double-load/documents.ts'
import { drawAllNames } from '../../../src/tasks/incidents/double-load/names.ts'
import { sketchDoubleLoad } from '../../../src/tasks/incidents/double-load/sketch.ts'
import { drawStory, type Story } from '../../../src/tasks/incidents/double-load/story.ts'
import { noticeDays } from '../../../src/tasks/incidents/double-load/symptoms.ts'
import { fileRules } from '../../../src/tasks/worlds/stations/file-rule.ts'
import { dayKey } from '../../../src/tasks/worlds/stations/nightly-job.ts'
import { tellShortDay } from '../../../src/tasks/worlds/time.ts'
import { businessList } from '../../../src/tasks/worlds/world-list.ts'

type Level = 3 | 4 | 5

function draw(world: (typeof businessList)[number], level: Level, seed: number) {
  const random = new Random('papers', seed, level, world.id)
  const sketch = sketchDoubleLoad(random, level)
  const rule = random.pick(fileRules)
  for (;;) {
    const story = drawStory(random, { world, level, sketch, rule })
    const noticed = story === null ? null : noticeDays(random, story)
    if (story === null || noticed === null) continue
    const names = drawAllNames(random, story)
    const office = drawOfficeNames(random)
    const { ticket, office: papers } = writeDocuments(
      random,
      story,
      names,
      writerOf(random, story, names, office, noticed),
    )
    return { story, names, ticket, papers }
  }
}

const cases = businessList.flatMap((world) => ([3, 4, 5] as const).map((level) => ({ world, level })))
const drawn = (world: (typeof businessList)[number], level: Level) => [0, 1].map((seed) => draw(world, level, seed))

const arrivalsOf = ({ deliveries }: Story, key: string): number[] =>
  deliveries
    .filter(({ sender, day }) => dayKey({ sender: sender.code, day }) === key)
    .map(({ receivedAt }) => receivedAt)

describe('what people of double_load write agrees with what happened', () => {
  it.each(cases)('$world.id at level $level', ({ world, level }) => {
    for (const { story, names, ticket, papers } of drawn(world, level)) {
      // The job reads what has arrived, and its last word on a day comes after the day's last file.
      for (const total of story.days.seen) {
        const builtAt = story.nights.builtAt.get(dayKey(total))
        // A run reads what has come by its own minute.
        expect(builtAt).toBeGreaterThanOrEqual(Math.max(...arrivalsOf(story, dayKey(total))))
      }
      for (const [index, run] of story.nights.runs.entries()) {
        const since = story.nights.runs[index - 1]?.startedAt ?? 0
        const came = story.deliveries.some((file) => file.receivedAt > since && file.receivedAt <= run.startedAt)
        if (!came) expect([run.rowsRead, run.rowsWritten]).toEqual([0, 0])
      }
      // Whoever writes of a file on a day sent two for it, and nobody writes before it came or after the agent looks.
      const firstBad = Math.min(...story.pairs.map(({ second }) => second.receivedAt))
      for (const { at, sender, subject, body } of papers.mails) {
        expect(at).toBeLessThan(story.asOf)
        const files = story.deliveries.filter(
          (file) => file.sender.name === sender && file.again !== null && body.includes(` ${tellShortDay(file.day)}`),
        )
        if (
          /(again|once more|second time|marked|of type)/.test(body) &&
          /\b\d+ [A-Z][a-z]+/.test(`${subject} ${body}`)
        ) {
          expect([subject, body, files.some((file) => file.receivedAt <= at)]).toEqual([subject, body, true])
        }
        for (const code of [names.types.fix, names.oldTypes.fix]) {
          if (!body.includes(`marked ${code}`)) continue
          expect(story.oldSystem.has(files[0]?.sender.code ?? '')).toBe(code === names.oldTypes.fix)
        }
      }
      for (const { at, body } of papers.messages) {
        expect(at).toBeLessThan(story.asOf)
        if (/two rows|(?:up|shows|there) two times|a second one|in two places/.test(body))
          expect(at).toBeGreaterThan(firstBad)
        const page = /see "(.+)"/.exec(body)?.[1]
        if (page !== undefined) expect(papers.pages.map(({ title }) => title)).toContain(page)
        if (/second till|second gate|gate 2/.test(body)) expect(story.senders.some(({ lanes }) => lanes > 1)).toBe(true)
      }
      // What has to follow is named.
      expect(ticket).toContain(names.days.table)
      if (level === 5) expect(ticket).toContain(names.months.table)
      if (story.plan === 'landed') {
        const chat = papers.messages.filter(({ key }) => key === 'chat').map(({ body }) => body)
        for (const mark of Object.values(names.types)) {
          expect(chat.join('\n')).toContain(mark)
          expect(papers.contracts.map(({ body }) => body).join('\n')).not.toContain(`  ${mark}:`)
        }
      }
    }
  })
})
