import type { TaskRows } from '../tasks/task-rows.ts'
import type { LaneRequest, ResetReply, StepReply } from './episode-host.ts'
import type { LaneUse } from './memory-budget.ts'

/** A request under way. */
export interface Call<T> {
  /** By which it may be cancelled. */
  readonly id: number
  readonly reply: Promise<T>
}

/**
 * Where episodes run: a thread, or this one. Requests are served in order, one at a time. `call` rejects with
 * an AppError, or with LaneLost when the lane died first.
 */
export interface Lane {
  /** False once it has died; nothing may be sent to it any more. */
  readonly isAlive: boolean
  /** Requests without a reply. */
  readonly pending: number
  /** Open episodes, which their users count up and down. */
  seats: number
  /** What it takes of the memory that there is, and how often it freed seats for want of it. */
  readonly use: LaneUse
  /** Whether a seat was freed for want of memory; whoever uses it has to open another. */
  wasFreed(seat: number): boolean
  call(request: LaneRequest & { op: 'reset' }): Call<ResetReply>
  call(request: LaneRequest & { op: 'step' }): Call<StepReply>
  call(request: LaneRequest & { op: 'replay' }): Call<undefined>
  /** Frees a seat, after everything that was asked of it before. */
  close(seat: number): void
  /** Nobody waits for this call any more: its action is stopped, or never begun. Its promise still settles. */
  cancel(id: number): void
  /** Ends the lane; calls under way reject. */
  stop(): Promise<void>
}

/** Where episodes run. */
export interface Lanes {
  readonly tasks: TaskRows
  readonly size: number
  readonly restarts: number
  /** Characters that the JSON of an episode's actions may take. */
  readonly recordLimit: number
  /** What they take of the memory that there is. */
  readonly use: LaneUse
  pick(): Lane
}

/** The lane died before it answered. */
export class LaneLost extends Error {
  override name = 'LaneLost'
  /** Whether this request was being served, and whether the lane was ended because of it. */
  readonly blame: 'none' | 'present' | 'guilty'

  constructor(blame: 'none' | 'present' | 'guilty') {
    super('the worker died')
    this.blame = blame
  }
}
