import { sayDay } from '../../worlds/time.ts'
import type { Ground } from './ground.ts'

/** A day as the old system keeps it. */
export const sayOldDay = (day: number | null): number =>
  day === null ? 99_991_231 : Number(sayDay(day).replaceAll('-', ''))

/** What the old system calls the groups. */
export const oldGroupCodes = ({ groups }: Pick<Ground, 'groups'>): ReadonlyMap<string, string> =>
  new Map(
    groups.map(([code], index) => [
      code,
      `${String.fromCodePoint(65 + ((index * 7 + code.length) % 26))}${7 + 3 * index}`,
    ]),
  )
