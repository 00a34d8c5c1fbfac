/**
 * What people did since: lines that partners called off, days and counts changed by hand, months handed over.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { Person } from '../../worlds/business.ts'
import { dayOf, inOffice, minuteOf, sayDay } from '../../worlds/time.ts'
import type { IncidentLevel } from '../incident.ts'
import type { Calendar } from './calendar.ts'
import type { House } from './house.ts'
import { isTurnable } from './lines.ts'
import type { Edit, PartnerFile, PromiseRow, Refusal, Withdrawal } from './business.ts'
import { turnsDue } from './ways.ts'

export function drawWithdrawals(
  random: Random,
  input: {
    readonly files: readonly PartnerFile[]
    readonly refusals: readonly Refusal[]
    readonly asOf: number
    readonly level: IncidentLevel
  },
): Withdrawal[] {
  const { files, refusals, asOf, level } = input
  if (level === 1) return []
  const struck = refusals.filter(({ kind }) => kind === 'withdrawn')
  // What came again was not called off.
  const again = new Set(refusals.map(({ file, sent }) => `${file.partner.code} ${sent.number}`))
  const rows = files.flatMap((file) =>
    file.lines
      .filter(({ refusal, number }) => refusal === null && !again.has(`${file.partner.code} ${number}`))
      .filter(() => random.percent(level >= 4 ? 3 : 5))
      .map((sent) => ({ file, sent })),
  )
  let id = random.int(40, 400)
  return [...struck, ...rows]
    .map(({ file, sent }) => ({
      ...{ partner: file.partner.code, number: sent.number },
      day: random.int(dayOf(file.receivedAt) + 1, dayOf(asOf) - 1),
    }))
    .toSorted((left, right) => left.day - right.day)
    .map((own) => ({ id: (id += random.int(1, 3)), ...own }))
}

/** Second days that were changed by hand, and some counts. */
export function drawEdits(
  random: Random,
  input: {
    readonly files: readonly PartnerFile[]
    readonly read: ReadonlyMap<number, PromiseRow>
    readonly house: House
    readonly asOf: number
    readonly clerks: readonly Person[]
    readonly level: IncidentLevel
  },
): Edit[] {
  const { files, read, house, asOf, clerks, level } = input
  const edits: Omit<Edit, 'number'>[] = []
  const chance = ({ isOpen }: PartnerFile): number => (isOpen ? 24 : level >= 4 ? 3 : 8)
  for (const file of files) {
    const rows = file.lines.flatMap((sent) => {
      const row = read.get(sent.row)
      return row === undefined ? [] : [{ sent, row }]
    })
    const chosen = new Set(
      turnsDue(file.reading) ? random.sample(rows, file.moved) : rows.filter(() => random.percent(chance(file))),
    )
    for (const own of rows) {
      const { sent, row } = own
      const at = inOffice(random.int(file.loadedAt + 600, asOf - 1500))
      const by = random.pick(clerks).login
      if (chosen.has(own)) {
        const base = house.moved === 'as entered' ? sent.due : row.due
        // Moved into another round, where days are early as well.
        const moves = random
          .shuffle([-28, -21, -7, -5, -4, -3, -2, 2, 3, 4, 5, 6, 7, 21, 28])
          .map((days) => base + days)
        const anew = moves.find((day) => sayDay(day).startsWith('2027') && day !== row.due && isTurnable(day))
        if (anew !== undefined) edits.push({ row: row.id, at, by, column: 'due', old: row.due, new: anew })
      } else if (random.percent(4)) {
        const quantity = row.quantity === 1 ? 2 : row.quantity - 1
        edits.push({ row: row.id, at, by, column: 'quantity', old: row.quantity, new: quantity })
      }
    }
  }
  let number = random.int(300, 3000)
  return edits
    .toSorted((left, right) => left.at - right.at)
    .map((edit) => ({ number: (number += random.int(1, 3)), ...edit }))
}

export function drawHandedOver(
  random: Random,
  { lastDay }: Calendar,
  by: Person,
): { readonly month: string; readonly at: number; readonly by: string }[] {
  const count = random.int(3, 4)
  return Array.from({ length: count }, (_, place) => ({
    month: `2027-0${place + 1}`,
    at: inOffice(minuteOf(lastDay - count + place + 1, 14, random.int(0, 59))),
    by: by.login,
  }))
}
