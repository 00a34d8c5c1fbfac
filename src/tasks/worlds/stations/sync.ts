/**
 * The station `sync`: people of whom two systems know, so that some stand there under two numbers until somebody makes
 * one record of two. What hung on the record given up then hangs on the one kept; an item that both have stays once. A
 * broken version of the program deletes those children with the record, or leaves them where they are.
 *
 * @module
 */
import type { MergeRule } from './sync-rule.ts'

/** What hangs on a record. Its number is printed somewhere, so it keeps it. */
export interface Child {
  readonly id: number
  readonly owner: number
  readonly item: string
  /** A day. */
  readonly since: number
  readonly value: number
}

interface Action {
  /** In minutes. */
  readonly at: number
  /** Everything that is done at one go carries one number. */
  readonly action: number
  readonly operator: string
}

/** Two records are made one. */
export interface Merge extends Action {
  readonly kind: 'merge'
  readonly loser: number
  readonly winner: number
  /** Children that the operator did not want to be taken over: they are deleted. */
  readonly leftOut: readonly number[]
  /** When it was taken back; null where it stands. */
  readonly undoneAt: number | null
}
export interface Deletion extends Action {
  readonly kind: 'delete'
  readonly child: number
}
/** Somebody asked to be forgotten: the record stays as a bare number, without name and children. */
export interface Erasure extends Action {
  readonly kind: 'erase'
  readonly record: number
}
/** Somebody enters a child. */
export interface Entry extends Action {
  readonly kind: 'enter'
  readonly child: Child
}
export type SyncEvent = Merge | Deletion | Erasure | Entry

/** What a version of the program does with the children of a record that is given up. */
export type Handling = 'carries' | 'deletes' | 'leaves'

/** A row that was deleted. */
export interface DeletedRow extends Action {
  readonly table: 'record' | 'child'
  readonly id: number
  /** The child as it was; null where nothing is kept of it, and for records. */
  readonly child: Child | null
}

export interface SyncOutcome {
  readonly children: ReadonlyMap<number, Child>
  readonly deleted: readonly DeletedRow[]
  /** By a child that went because the record had its item twice: the one that stayed. */
  readonly replaced: ReadonlyMap<number, number>
}

/** Of two children for one item the one that stays. @param onKept the one that the record kept had */
export function stayingChild(moving: Child, onKept: Child, { twice }: Pick<MergeRule, 'twice'>): Child {
  switch (twice) {
    case 'kept':
      return onKept
    case 'older':
      return moving.since < onKept.since ? moving : onKept
    case 'newer':
      return moving.since > onKept.since ? moving : onKept
    case 'larger':
      return moving.value > onKept.value ? moving : onKept
  }
}

interface Taken {
  readonly moved: readonly Child[]
  readonly dropped: readonly Child[]
}

class Register {
  readonly children: Map<number, Child>
  readonly deleted: DeletedRow[] = []
  readonly replaced = new Map<number, number>()
  readonly #rule: MergeRule
  readonly #byOwner = new Map<number, Set<number>>()

  constructor(children: Iterable<Child>, rule: MergeRule) {
    this.#rule = rule
    this.children = new Map()
    for (const child of children) this.put(child)
  }

  put(child: Child): void {
    const was = this.children.get(child.id)
    if (was !== undefined) this.#byOwner.get(was.owner)?.delete(child.id)
    this.children.set(child.id, child)
    const own = this.#byOwner.get(child.owner)
    if (own === undefined) this.#byOwner.set(child.owner, new Set([child.id]))
    else own.add(child.id)
  }

  ownedBy(record: number): Child[] {
    return [...(this.#byOwner.get(record) ?? [])].map((id) => this.children.get(id) as Child)
  }

  drop(child: Child): void {
    this.children.delete(child.id)
    this.#byOwner.get(child.owner)?.delete(child.id)
  }

  remove({ at, action, operator }: Action, child: Child, image: Child | null): void {
    this.drop(child)
    this.deleted.push({ at, action, operator, table: 'child', id: child.id, child: image })
  }

  /** Puts a child onto a record, unless that record has its item already and the house prefers that one. */
  carry(event: Action, child: Child, record: number): { readonly dropped: Child | null } {
    const twin = this.ownedBy(record).find(({ id, item }) => item === child.item && id !== child.id)
    if (twin === undefined) {
      this.put({ ...child, owner: record })
      return { dropped: null }
    }
    const stays = stayingChild(child, twin, this.#rule)
    const goes = stays === twin ? child : twin
    this.remove(event, goes, goes)
    this.replaced.set(goes.id, stays.id)
    if (stays === child) this.put({ ...child, owner: record })
    return { dropped: goes }
  }
}

/**
 * Runs the events in their order.
 *
 * @param handling what the program does with children in a merge; `carries` for all of them is a program that works
 */
export function runSync(
  children: Iterable<Child>,
  events: readonly SyncEvent[],
  rule: MergeRule,
  handling: (merge: Merge) => Handling,
): SyncOutcome {
  const register = new Register(children, rule)
  const taken = new Map<Merge, Taken>()
  const entered: Child[] = []
  const steps = events.flatMap((event) =>
    event.kind === 'merge' && event.undoneAt !== null
      ? [
          { at: event.at, event, undoes: false },
          { at: event.undoneAt, event, undoes: true },
        ]
      : [{ at: event.at, event, undoes: false }],
  )
  for (const { event, undoes } of steps.toSorted((left, right) => left.at - right.at)) {
    if (event.kind === 'enter') {
      register.put(event.child)
      entered.push(event.child)
    } else if (event.kind === 'delete') {
      const child = register.children.get(event.child)
      if (child !== undefined) register.remove(event, child, child)
    } else if (event.kind === 'erase') {
      for (const child of register.ownedBy(event.record)) register.remove(event, child, null)
    } else if (undoes) {
      for (const child of [...(taken.get(event)?.moved ?? []), ...(taken.get(event)?.dropped ?? [])]) {
        register.put(child)
        register.replaced.delete(child.id)
      }
    } else taken.set(event, join(register, event, handling(event)))
  }
  // What somebody entered again is there twice once the first one is back.
  for (const { id } of entered) {
    const child = register.children.get(id)
    if (child === undefined) continue
    const first = register.ownedBy(child.owner).find((own) => own.item === child.item && own.id !== id)
    if (first === undefined) continue
    const goes = stayingChild(first, child, rule) === first ? child : first
    register.drop(goes)
    register.replaced.set(goes.id, goes === child ? first.id : id)
  }
  return { children: register.children, deleted: register.deleted, replaced: register.replaced }
}

function join(register: Register, event: Merge, handling: Handling): Taken {
  const [moved, dropped]: [Child[], Child[]] = [[], []]
  if (handling !== 'leaves') {
    for (const child of register.ownedBy(event.loser)) {
      if (handling === 'deletes' || event.leftOut.includes(child.id)) {
        register.remove(event, child, child)
        if (handling === 'carries') dropped.push(child)
        continue
      }
      const lost = register.carry(event, child, event.winner).dropped
      if (lost !== null) dropped.push(lost)
      if (lost !== child) moved.push(child)
    }
  }
  const { at, action, operator } = event
  register.deleted.push({ at, action, operator, table: 'record', id: event.loser, child: null })
  return { moved, dropped }
}
