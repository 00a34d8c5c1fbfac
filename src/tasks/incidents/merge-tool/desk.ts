import type { Random } from '../../../kit/random.ts'
import type { Child, Merge, SyncEvent } from '../../worlds/stations/sync.ts'
import type { SyncTrade } from '../../worlds/stations/sync-trade.ts'
import { dayOf, minuteOf, weekdayOf } from '../../worlds/time.ts'
import type { IncidentLevel } from '../incident.ts'
import type { Calendar } from './calendar.ts'
import { drawMixtures, type GroupPlan } from './cases.ts'
import type { MergePlan } from './sketch.ts'
import type { ArchivedRecord, Case, Edit, Request, SyncRecord } from './register.ts'

/** Records beside those of the accident, merges that went well, and other things that happen, by level. */
const business: Readonly<
  Record<
    IncidentLevel,
    { readonly records: number; readonly merges: number; readonly twins: number; readonly deletions: number }
  >
> = {
  1: { records: 40, merges: 8, twins: 4, deletions: 6 },
  2: { records: 70, merges: 12, twins: 5, deletions: 10 },
  3: { records: 130, merges: 16, twins: 7, deletions: 18 },
  4: { records: 300, merges: 24, twins: 12, deletions: 30 },
  5: { records: 1230, merges: 40, twins: 16, deletions: 60 },
}

interface DeskOptions {
  readonly trade: SyncTrade
  readonly level: IncidentLevel
  readonly plan: MergePlan
  readonly calendar: Calendar
  readonly logins: readonly string[]
}

/** An event that has no number yet, done by anybody. */
type EventDraft = SyncEvent extends infer Event
  ? Event extends SyncEvent
    ? Omit<Event, 'action' | 'operator'> & { readonly operator?: string }
    : never
  : never

/** Where records are kept: draws them, what hangs on them and what is done with them. */
export class Desk {
  readonly records: SyncRecord[] = []
  readonly archive: ArchivedRecord[] = []
  readonly children: Child[] = []
  readonly events: SyncEvent[] = []
  readonly requests: Request[] = []
  readonly edits: Edit[] = []
  readonly #random: Random
  readonly #options: DeskOptions
  readonly #recordIds: number[]
  readonly #childIds: number[]
  readonly #refs = new Set<string>()
  readonly #minutes = new Set<number>()
  /** Items by record; one set for records that become one. */
  readonly #items = new Map<number, Set<string>>()
  #action: number

  constructor(random: Random, options: DeskOptions) {
    this.#random = random
    this.#options = options
    const some = business[options.level]
    const numbers = (first: number, count: number): number[] => {
      let id = first
      return random.shuffle(Array.from({ length: count }, () => (id += random.pick([1, 1, 1, 2, 3]))))
    }
    // Drawn beforehand: a number does not tell when or why somebody was entered.
    this.#recordIds = numbers(random.int(10_000, 40_000), some.records * 2 + 700)
    this.#childIds = numbers(random.int(50_000, 80_000), some.records * 4 + 1200)
    this.#action = random.int(200_000, 700_000)
  }

  /** Records that become one while the program is broken, and what hangs on the first of them. */
  strike(group: GroupPlan): Case[] {
    const random = this.#random
    const { calendar, level } = this.#options
    const name = this.#options.trade.drawName(random)
    const { depth, isStranded, isUndone, isErased } = group
    const path = Array.from(
      { length: depth + 1 },
      (_, place) => this.#enter(name[place === depth || place % 2 === 1 ? 0 : 1]).id,
    )
    this.#bind(path[0] as number, ...path.slice(1))
    const [first, second, end] = [path[0], path[1], path.at(-1)] as [number, number, number]
    const { from, mid, until, lastDay } = calendar
    let at = isStranded ? this.#minute(mid, until - 1) : this.#minute(from, mid - 1)
    const operator = random.pick(this.#options.logins)
    // What hung on another record before and came here as it should.
    const former = !isUndone && random.percent(22) ? this.#enter(name[1]).id : null
    if (former !== null) this.#bind(first, former)
    if (former !== null) this.#merge({ at: this.#minute(calendar.firstDay, from - 1), loser: former, winner: first })
    const leftOut: number[] = []
    const drawn = group.cases.map((plan): Case => {
      const child = this.#child(plan.kind !== 'twice' && former !== null && random.percent(60) ? former : first)
      if (plan.kind === 'left out') leftOut.push(child.id)
      if (plan.kind === 'by hand') {
        const before = at - random.pick([random.int(1, 7), random.int(1, 7), random.int(20, 50)])
        this.#act({ kind: 'delete', at: before, operator, child: child.id })
      }
      return { plan, path, child, twin: null }
    })
    // Where two records in a row were given up, the later merge may have been struck as well.
    for (let place = 0; place < depth; place++) {
      const event = { at, loser: path[place] as number, winner: path[place + 1] as number, operator }
      const undoneAt = isUndone
        ? at + random.pick([random.int(12, 90), 1440 * random.int(1, 2) + random.int(-30, 60)])
        : null
      this.#merge({ ...event, undoneAt, leftOut: place === 0 ? leftOut : [] })
      at = this.#minute(
        Math.min(dayOf(at) + 1, lastDay - 3),
        Math.max(dayOf(at) + 1, Math.min(lastDay - 3, dayOf(at) + 22)),
        at,
      )
    }
    const cases = drawn.map((own): Case => {
      const { plan, child } = own
      if (plan.kind !== 'twice' && plan.kind !== 'undone') return own
      // On the way to the end or there.
      const owner = depth > 1 && !plan.isAgain && random.percent(30) ? second : end
      const twin = this.#twinOf(child, owner, plan)
      if (!plan.isAgain) {
        this.children.push(twin)
        return { ...own, twin }
      }
      const day = Math.min(dayOf(this.#lastMergeAt()) + random.int(1, 5), lastDay)
      const entered = this.#minute(day, lastDay + 1, this.#lastMergeAt())
      const again = { ...twin, owner: end, since: dayOf(entered) }
      this.#act({ kind: 'enter', at: entered, operator: random.pick(this.#options.logins), child: again })
      return { ...own, twin: again }
    })
    if (isErased) {
      const day = Math.min(dayOf(this.#lastMergeAt()) + random.int(1, 6), lastDay)
      this.#erase(end, day, level >= 3 && random.percent(35) ? random.pick(path) : end)
    } else if (level >= 2 && random.percent(9)) this.#ask(end, random.pick(['withdrawn', 'refused', 'open']))
    // The record kept had things of its own.
    for (let number = isErased ? 0 : random.int(0, 2); number > 0; number--) this.#child(end)
    return cases
  }

  /** Everything that has nothing to do with the accident. */
  workOn(cases: readonly Case[]): void {
    const random = this.#random
    const { level, plan, trade, calendar } = this.#options
    const { firstDay, from, until, lastDay } = calendar
    const some = business[level]
    const others: number[] = []
    for (let number = 0; number < some.records; number++) {
      const { id } = this.#enter(level >= 2 && random.percent(6) ? null : trade.drawName(random)[0])
      const count = random.pick([1, 1, 1, 2, 2, 3])
      for (let own = 0; own < count; own++) this.#child(id)
      others.push(id)
    }
    const mixtures = drawMixtures(random, some.twins)
    for (let number = 0; number < some.merges; number++) {
      const name = trade.drawName(random)
      const [loser, winner] = [this.#enter(name[1]).id, this.#enter(name[0]).id]
      this.#bind(loser, winner)
      const at = random.percent(65) ? this.#minute(firstDay, from - 1) : this.#minute(until, lastDay)
      const own = this.#child(loser)
      if (random.percent(60)) this.#child(winner)
      const mixture = mixtures[number]
      const leftOut: number[] = []
      if (mixture !== undefined) {
        const [isOlder, isLarger] = mixture
        this.children.push(this.#twinOf(own, winner, { isOlder, isLarger }))
      } else if (plan !== 'messages' && random.percent(35)) leftOut.push(this.#child(loser).id)
      const isUndone = mixture === undefined && leftOut.length === 0 && random.percent(25)
      this.#merge({ at, loser, winner, leftOut, undoneAt: isUndone ? at + random.int(10, 110) : null })
    }
    const owners = random.shuffle(others)
    for (let number = 0; number < some.deletions; number++) {
      const owner = owners.pop()
      const child = this.children.find((own) => own.owner === owner)
      if (child !== undefined) this.#act({ kind: 'delete', at: this.#minute(firstDay, lastDay), child: child.id })
    }
    if (level >= 2) {
      for (let number = random.int(2, 3) + level; number > 0; number--) {
        const owner = owners.pop()
        if (owner !== undefined) this.#erase(owner, random.int(firstDay + 2, lastDay), owner)
      }
      for (let number = random.int(2, 4) + level; number > 0; number--) {
        const owner = owners.pop()
        if (owner !== undefined) this.#ask(owner, random.pick(['withdrawn', 'refused', 'open', 'withdrawn']))
      }
    }
    if (level >= 3) {
      // Those put away are on no list of records either, and what hangs on them stays.
      const stranded = cases.filter(({ plan: { isStranded } }) => isStranded).length
      for (let number = Math.ceil(stranded * 0.4) + 3; number > 0; number--) {
        const record = this.#draw(trade.drawName(random)[0])
        this.archive.push({ ...record, archivedOn: random.int(firstDay - 700, firstDay - 20) })
        for (let own = random.pick([1, 1, 2]); own > 0; own--) this.#child(record.id)
      }
    }
    const struck = new Set(cases.flatMap(({ child, twin }) => [child.id, twin?.id ?? 0]))
    for (const { id, value } of this.children) {
      if (!random.percent(struck.has(id) ? 62 : 22)) continue
      const { least, most, step } = trade.values
      const former = least + step * random.int(0, (most - least) / step)
      if (former !== value) this.edits.push({ child: id, at: this.#minute(firstDay, firstDay + 3), value: former })
    }
    this.events.sort((left, right) => left.at - right.at)
    this.requests.sort((left, right) => left.askedOn - right.askedOn)
    this.#number()
  }

  /** Actions get their numbers in the order in which things happened. */
  #number(): void {
    for (const [place, event] of this.events.entries()) {
      this.#action += this.#random.int(1, 9)
      this.events[place] = { ...event, action: this.#action }
    }
  }

  /** Records that become one have no item twice, but where it is meant. */
  #bind(first: number, ...others: readonly number[]): void {
    const items = this.#items.get(first) ?? new Set()
    for (const record of [first, ...others]) this.#items.set(record, items)
  }

  #enter(name: string | null): SyncRecord {
    const record = this.#draw(name)
    this.records.push(record)
    return record
  }

  #draw(name: string | null): SyncRecord {
    const random = this.#random
    const { systems } = this.#options.trade
    let ref: string
    do ref = `${systems[1].slice(0, 1).toUpperCase()}-${random.int(100_000, 999_999)}`
    while (this.#refs.has(ref))
    this.#refs.add(ref)
    return { id: this.#recordIds.pop() as number, name, system: random.pick(systems), ref }
  }

  #child(owner: number): Child {
    const random = this.#random
    const { trade, calendar } = this.#options
    const { least, most, step } = trade.values
    if (!this.#items.has(owner)) this.#bind(owner)
    const taken = this.#items.get(owner) as Set<string>
    let item: string
    do item = trade.drawItem(random)
    while (taken.has(item))
    taken.add(item)
    const since = calendar.firstDay - (random.percent(14) ? random.int(-8, 30) : random.int(31, 1000))
    const value = least + step * random.int(1, (most - least) / step - 1)
    const child = { id: this.#childIds.pop() as number, owner, item, since, value }
    this.children.push(child)
    return child
  }

  /** Another child for the same item. */
  #twinOf(child: Child, owner: number, plan: { readonly isOlder: boolean; readonly isLarger: boolean }): Child {
    const random = this.#random
    const { least, most, step } = this.#options.trade.values
    const latest = this.#options.calendar.firstDay + 12
    const gap = plan.isOlder ? random.int(4, Math.max(4, Math.min(300, latest - child.since))) : random.int(5, 300)
    const since = plan.isOlder ? child.since + gap : child.since - gap
    const steps = (child.value - least) / step
    const all = (most - least) / step
    const place = plan.isLarger ? random.int(0, steps - 1) : random.int(steps + 1, all)
    return { id: this.#childIds.pop() as number, owner, item: child.item, since, value: least + step * place }
  }

  #merge(of: Pick<Merge, 'at' | 'loser' | 'winner'> & Partial<Merge>): void {
    this.#act({ kind: 'merge', leftOut: [], undoneAt: null, ...of })
  }

  #erase(record: number, day: number, asked: number): void {
    const at = this.#minute(day, day)
    this.#act({ kind: 'erase', at, record })
    const askedOn = Math.max(day - this.#random.int(1, 9), this.#options.calendar.firstDay - 10)
    this.requests.push({ askedOn, record: asked, status: 'done', doneOn: dayOf(at) })
    const place = this.records.findIndex(({ id }) => id === record)
    const own = this.records[place]
    if (own !== undefined) this.records[place] = { ...own, name: null }
  }

  #ask(record: number, status: 'withdrawn' | 'refused' | 'open'): void {
    const { firstDay, lastDay } = this.#options.calendar
    const askedOn = status === 'open' ? lastDay - this.#random.int(0, 3) : this.#random.int(firstDay, lastDay - 8)
    this.requests.push({ askedOn, record, status, doneOn: status === 'open' ? null : askedOn + this.#random.int(1, 6) })
  }

  #act(event: EventDraft): void {
    const operator = event.operator ?? this.#random.pick(this.#options.logins)
    this.events.push({ ...event, action: 0, operator })
  }

  #lastMergeAt(): number {
    return this.events.reduce((last, event) => (event.kind === 'merge' ? event.at : last), 0)
  }

  /** A minute of an office day in which nothing else is done. */
  #minute(first: number, last: number, after = 0): number {
    const random = this.#random
    for (;;) {
      let day = random.int(first, Math.max(first, last))
      if (weekdayOf(day) === 0) day += day > first ? -1 : 1
      const minute = minuteOf(day, random.int(8, 17), random.int(0, 59))
      if (minute <= after || this.#minutes.has(minute)) {
        if (minute <= after && day >= last && after >= minuteOf(last, 17)) last++
        continue
      }
      this.#minutes.add(minute)
      return minute
    }
  }
}
