interface Flow<T> {
  readonly id: number
  readonly items: T[]
  /** Items that are no longer waiting. */
  taken: number
  /** What it has burnt, as if it had always been there. */
  start: number
  /** Between flows of equal start the one that came first. */
  order: number
}

/** What takes less than this, in milliseconds, is charged alike. */
const shortMs = 25

/**
 * What a flow is charged for work that took so long by the clock, in milliseconds. A clock counts also what else the
 * machine did meanwhile: among hundreds of equal flows one that is charged for that would wait until each of the others
 * has had as much.
 */
export function chargeOf(ms: number): number {
  return ms < shortMs ? 1 : ms
}

/** So many flows that wait for nothing are remembered before they are looked through. */
const mostIdle = 1024

/**
 * Work of many clients for one server, in turn: next is the flow that has burnt least (start-time fair queueing). Who
 * comes after a pause is where the others are, neither behind nor with credit; who has burnt much goes behind.
 */
export class FlowQueue<T> {
  /** With items, as a heap: the next one first. */
  readonly #heap: Flow<T>[] = []
  readonly #waiting = new Map<number, Flow<T>>()
  /** Where flows without items stand, if that is ahead of all others. */
  readonly #ahead = new Map<number, number>()
  #mostAhead = mostIdle
  #now = 0
  #orders = 0
  #length = 0

  /** Items that wait. */
  get length(): number {
    return this.#length
  }

  push(id: number, item: T): void {
    this.#length++
    const known = this.#waiting.get(id)
    if (known !== undefined) {
      known.items.push(item)
      return
    }
    const start = Math.max(this.#now, this.#ahead.get(id) ?? 0)
    this.#ahead.delete(id)
    const flow = { id, items: [item], taken: 0, start, order: this.#orders++ }
    this.#waiting.set(id, flow)
    this.#rise(flow)
  }

  /** The next item, and its flow; call `burn` when it is done. */
  take(): { readonly flow: number; readonly item: T } | undefined {
    const flow = this.#heap[0]
    if (flow === undefined) return undefined
    this.#length--
    this.#now = flow.start
    const item = flow.items[flow.taken++] as T
    if (flow.taken === flow.items.length) {
      this.#waiting.delete(flow.id)
      this.#ahead.set(flow.id, flow.start)
      this.#removeFirst()
    }
    return { flow: flow.id, item }
  }

  /** What the item cost that was taken from a flow. */
  burn(id: number, cost: number): void {
    const flow = this.#waiting.get(id)
    if (flow === undefined) {
      this.#ahead.set(id, (this.#ahead.get(id) ?? this.#now) + cost)
      if (this.#ahead.size > this.#mostAhead) this.#forgetIdle()
      return
    }
    flow.start += cost
    flow.order = this.#orders++
    this.#sink(this.#heap.indexOf(flow))
  }

  /** Where all are ahead, it is not looked again before there are twice as many. */
  #forgetIdle(): void {
    for (const [idle, at] of this.#ahead) if (at <= this.#now) this.#ahead.delete(idle)
    this.#mostAhead = Math.max(mostIdle, 2 * this.#ahead.size)
  }

  #removeFirst(): void {
    const last = this.#heap.pop()
    if (last === undefined || this.#heap.length === 0) return
    this.#heap[0] = last
    this.#sink(0)
  }

  #rise(flow: Flow<T>): void {
    const heap = this.#heap
    let at = heap.push(flow) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (!isBefore(flow, heap[above] as Flow<T>)) break
      heap[at] = heap[above] as Flow<T>
      at = above
    }
    heap[at] = flow
  }

  #sink(from: number): void {
    const heap = this.#heap
    const flow = heap[from] as Flow<T>
    let at = from
    for (;;) {
      let below = 2 * at + 1
      if (below + 1 < heap.length && isBefore(heap[below + 1] as Flow<T>, heap[below] as Flow<T>)) below++
      if (below >= heap.length || !isBefore(heap[below] as Flow<T>, flow)) break
      heap[at] = heap[below] as Flow<T>
      at = below
    }
    heap[at] = flow
  }
}

function isBefore<T>(one: Flow<T>, other: Flow<T>): boolean {
  return one.start < other.start || (one.start === other.start && one.order < other.order)
}
