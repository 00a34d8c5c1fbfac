/**
 * Whether guessing pays on one instance of a drill: fair shares of the ways, senders of similar weight, and
 * nothing for chance. What counting earns is judged over many instances, by the probes: with three ways some count or other
 * is right by luck now and then.
 *
 * @module
 */
import type { Fail, Subject } from '../check/subject.ts'
import { boardOf, sharesOf } from './guess-board.ts'
import { gamblingBound, guessesOn, isGambler } from './guesses.ts'

/** The share of the damage that one way may hold, and the most that one sender may. */
export const wayShare: readonly [least: number, most: number] = [0.1, 0.4]
export const senderShare = 0.35

/** Shares are of whole cells. */
const tiny = 1e-9

export function checkBalance({ engine, instance }: Subject, fail: Fail): void {
  const board = boardOf(engine, instance)
  const { senders, ways } = sharesOf(board)
  if (board.senders.length <= board.ways) fail(`${board.senders.length} senders of ${board.ways} ways`)
  for (const [way, share] of ways.entries()) {
    if (share < wayShare[0] - tiny || share > wayShare[1] + tiny) fail(`way ${way + 1} holds ${share} of the damage`)
  }
  for (const [place, share] of senders.entries()) {
    if (share > senderShare) fail(`${board.senders[place]} holds ${share} of the damage`)
  }
  for (const [policy, score] of guessesOn(board, `${instance.task.id} ${instance.seed}`)) {
    if (isGambler(policy) && score > gamblingBound) fail(`${policy} earns ${score} in the mean`)
  }
}
