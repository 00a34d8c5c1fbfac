import type OpenAI from 'openai'

export type ChatMessage = OpenAI.Chat.Completions.ChatCompletionMessageParam

/** Characters of a token, on the safe side for SQL and JSON. */
const charactersPerToken = 3

/** What stands in place of a result that had to go. */
const leftOut = '[result left out to save space]'

/** A turn: what the model said and what it was told. Turns leave the history whole. */
interface Turn {
  readonly said: ChatMessage
  told: ChatMessage[]
}

const tokensOf = (messages: readonly ChatMessage[]): number =>
  Math.ceil(messages.reduce((sum, message) => sum + JSON.stringify(message).length, 0) / charactersPerToken)

/**
 * The conversation within a token budget. The opening (goal and schema) always stays; the oldest results
 * are left out first, then the oldest turns.
 */
export class ChatHistory {
  readonly #budget: number
  #opening: readonly ChatMessage[] = []
  #turns: Turn[] = []

  constructor(tokenBudget: number) {
    this.#budget = tokenBudget
  }

  /** Sets what always stays: who the model is, the goal, the schema as it is now. */
  open(messages: readonly ChatMessage[]): void {
    this.#opening = messages
  }

  /** Adds what the model said and what it was told. */
  add(said: ChatMessage, told: readonly ChatMessage[]): void {
    this.#turns.push({ said, told: [...told] })
  }

  /** The messages to send. */
  messages(): ChatMessage[] {
    const all = (): ChatMessage[] => [...this.#opening, ...this.#turns.flatMap((turn) => [turn.said, ...turn.told])]
    // The newest turn stays as it is: the model has not read it yet.
    for (const turn of this.#turns.slice(0, -1)) {
      if (tokensOf(all()) <= this.#budget) break
      turn.told = turn.told.map((message) => ({ ...message, content: leftOut }))
    }
    while (this.#turns.length > 1 && tokensOf(all()) > this.#budget) this.#turns.shift()
    return all()
  }
}
