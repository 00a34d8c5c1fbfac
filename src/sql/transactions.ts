import type { TransactionRequest } from './authorizer.ts'
import type { Connection } from './connection.ts'
import { limits } from './limits.ts'

const beginName = ''

/**
 * The agent's transactions, as savepoints nested in the savepoint of the action: a real BEGIN fails inside
 * a savepoint, and a real COMMIT would end ours. Messages are SQLite's.
 */
export class Transactions {
  readonly #connection: Connection
  /** Open transactions and savepoints, outermost first; BEGIN is the empty name. */
  #open: string[] = []

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** Forgets what an ended action left open. */
  clear(): void {
    this.#open = []
  }

  /** A transaction of the agent is open. */
  get active(): boolean {
    return this.#open.length > 0
  }

  /** Carries out a transaction statement; a message when SQLite would have refused it. */
  apply({ verb, name }: TransactionRequest): string | null {
    switch (verb) {
      case 'begin':
        if (this.active) return 'cannot start a transaction within a transaction'
        this.#push(beginName)
        return null
      case 'savepoint':
        if (this.#open.length >= limits.savepoints) return `more than ${limits.savepoints} savepoints are open`
        this.#push(name)
        return null
      case 'commit':
        if (!this.active) return 'cannot commit - no transaction is active'
        this.#release(0)
        return null
      case 'rollback':
        if (!this.active) return 'cannot rollback - no transaction is active'
        this.#rollbackTo(0)
        this.#release(0)
        return null
      case 'release':
      case 'rollback to': {
        const index = this.#open.findLastIndex(
          (open) => open !== beginName && open.toLowerCase() === name.toLowerCase(),
        )
        if (index < 0) return `no such savepoint: ${name}`
        if (verb === 'release') this.#release(index)
        else this.#rollbackTo(index)
        return null
      }
    }
  }

  #push(name: string): void {
    this.#connection.run(`SAVEPOINT agent_${this.#open.length}`)
    this.#open.push(name)
  }

  #release(index: number): void {
    this.#connection.run(`RELEASE agent_${index}`)
    this.#open.length = index
  }

  /** The savepoint itself stays open, those inside it are gone. */
  #rollbackTo(index: number): void {
    this.#connection.run(`ROLLBACK TO agent_${index}`)
    this.#open.length = index + 1
  }
}
