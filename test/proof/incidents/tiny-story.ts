/** What happens in the made-up depot of `tiny-incident.ts`, and what a choice of readings makes of it. */
import type { Random } from '../../../src/kit/random.ts'

type Kind = 'again' | 'cut' | 'fixed' | 'late'
type Reading = 'first stays' | 'second stays' | 'second over first' | 'both stay'
export const readings: readonly Reading[] = ['first stays', 'second stays', 'second over first', 'both stay']
export const truths: Readonly<Record<Kind, Reading>> = {
  again: 'first stays',
  cut: 'second stays',
  fixed: 'second over first',
  late: 'both stay',
}

export interface Booking {
  readonly id: number
  readonly bench: string
  readonly part: string
  readonly qty: number
  readonly at: string
  readonly upload: number
  readonly line: number
}
interface Upload {
  readonly no: number
  readonly bench: string
  readonly day: string
  readonly kind: 'count' | 'fix' | 'late'
  readonly sent: string
  readonly received: string
  readonly announced: number
  readonly rows: readonly Booking[]
}
export interface Pair {
  readonly id: string
  readonly kind: Kind
  readonly first: Upload
  readonly second: Upload
}
export interface Story {
  readonly pairs: readonly Pair[]
  readonly uploads: readonly Upload[]
  /** Picks by id: the booking they refer to in the seed. */
  readonly picks: readonly {
    readonly id: number
    readonly booking: number
    readonly at: string
    readonly pieces: number
  }[]
}

export const benches = ['Nord', 'Hof', 'Rampe']
export const parts = ['hinge', 'bracket', 'bolt', 'washer', 'spring', 'clamp']
export const days = Array.from({ length: 10 }, (_, index) => `2026-03-${String(index + 2).padStart(2, '0')}`)
const minute = (day: string, minutes: number): string =>
  `${day} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** How often each kind of second upload comes. */
export type Mix = Readonly<Record<Kind, number>>
export const fairMix: Mix = { again: 5, cut: 5, fixed: 5, late: 4 }

export function drawStory(random: Random, mix: Mix): Story {
  const places = random.shuffle(benches.flatMap((bench) => days.map((day) => ({ bench, day }))))
  const kinds: (Kind | null)[] = Object.entries(mix).flatMap(([kind, count]) =>
    Array.from({ length: count }, () => kind as Kind),
  )
  const ids = random.shuffle(Array.from({ length: 900 }, (_, index) => index + 1200)).slice(0, 400)
  let next = 0
  let number = 40
  const uploads: Upload[] = []
  const pairs: Pair[] = []
  for (const [index, { bench, day }] of places.entries()) {
    const kind = kinds[index] ?? null
    const begin = random.int(400, 500)
    const draw = (line: number, upload: number): Booking => ({
      ...{ id: ids[next++] as number, bench, part: random.pick(parts), qty: random.int(2, 40) },
      ...{ at: minute(day, begin + line * 10 + random.int(0, 9)), upload, line },
    })
    const own = (number += random.int(1, 3))
    const lines = [1, 2, 3, 4, 5].map((line) => draw(line, own))
    const upload = (no: number, rows: readonly Booking[], late: number, more: Partial<Upload> = {}): Upload => {
      const sent = 900 + late + random.int(0, 40)
      return {
        ...{ no, bench, day, kind: 'count', sent: minute(day, sent), received: minute(day, sent + random.int(1, 9)) },
        ...{ announced: rows.length, rows, ...more },
      }
    }
    if (kind === null) {
      uploads.push(upload(own, lines, 0))
      continue
    }
    const other = (number += random.int(1, 3))
    const copy = (row: Booking, change: Partial<Booking> = {}): Booking => ({
      ...row,
      id: ids[next++] as number,
      upload: other,
      ...change,
    })
    const edited = (row: Booking): Partial<Booking> => ({
      ...{ qty: row.qty + random.int(1, 9), part: parts[(parts.indexOf(row.part) + 1) % parts.length] as string },
      at: minute(row.at.slice(0, 10), begin + row.line * 10 + 110),
    })
    const first = upload(own, kind === 'cut' ? lines.slice(0, 4) : lines, 0, { announced: 5 })
    const second = {
      again: () =>
        upload(
          other,
          lines.map((row) => (row.line > 3 ? copy(row, edited(row)) : copy(row))),
          120,
        ),
      cut: () =>
        upload(
          other,
          lines.map((row) => copy(row)),
          120,
        ),
      fixed: () =>
        upload(
          other,
          lines.slice(1).map((row) => copy(row, edited(row))),
          120,
          { kind: 'fix' },
        ),
      late: () =>
        upload(
          other,
          [6, 7, 8, 9].map((line) => draw(line, other)),
          120,
          { kind: 'late' },
        ),
    }[kind]()
    uploads.push(first, second)
    pairs.push({ id: `uploads ${own} and ${other}`, kind, first, second })
  }
  const pick = (row: Booking, index: number) => ({
    ...{ id: 300 + index * 2, booking: row.id, at: minute('2026-03-14', 500 + index), pieces: random.int(1, 2) },
  })
  const goingRows = pairs.flatMap(({ kind, first, second }) => {
    const row = kind === 'cut' ? first.rows[1] : kind === 'late' ? undefined : second.rows[1]
    return row === undefined ? [] : [row]
  })
  const single = uploads.filter(({ no }) => pairs.every((pair) => pair.first.no !== no && pair.second.no !== no))
  const others = single.flatMap(({ rows }) => rows.slice(0, 1))
  return { pairs, uploads, picks: random.shuffle([...goingRows, ...others]).map(pick) }
}

/** What a choice makes of the bookings and picks. */
export function settle({ pairs, uploads, picks }: Story, choices: ReadonlyMap<string, string>) {
  const rows = new Map(uploads.flatMap((upload) => upload.rows.map((row) => [row.id, row])))
  const heirs = new Map<number, number | null>()
  const find = (upload: Upload, line: number): Booking | undefined => upload.rows.find((row) => row.line === line)
  const remove = (row: Booking, heir: Booking | undefined): void => {
    rows.delete(row.id)
    heirs.set(row.id, heir?.id ?? null)
  }
  for (const { id, kind, first, second } of pairs) {
    const reading = choices.get(id) ?? truths[kind]
    if (reading === 'first stays') for (const row of second.rows) remove(row, find(first, row.line))
    if (reading === 'second stays') for (const row of first.rows) remove(row, find(second, row.line))
    if (reading === 'second over first') {
      for (const row of second.rows) {
        const old = find(first, row.line)
        if (old === undefined) continue
        rows.set(old.id, { ...old, qty: row.qty, part: row.part, at: row.at })
        remove(row, old)
      }
    }
  }
  const following = choices.get('picks') ?? 'to the line that stays'
  const children = picks.flatMap((pick) => {
    if (!heirs.has(pick.booking) || following === 'as they are') return [pick]
    return following === 'removed' ? [] : [{ ...pick, booking: heirs.get(pick.booking) ?? pick.booking }]
  })
  return { rows: [...rows.values()], children }
}

export const pieceSum = (rows: readonly Booking[]): number => rows.reduce((sum, { qty }) => sum + qty, 0)
