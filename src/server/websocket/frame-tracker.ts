/** What a chunk costs that waits for the rest of its message, beside its bytes. */
const chunkOverhead = 256

const longestHeader = 14

/**
 * Follows the frames of a WebSocket as they arrive: how much there is of a message that has not ended. The receiver of
 * `ws` keeps all of it and tells nobody.
 */
export class FrameTracker {
  readonly #header = new Uint8Array(longestHeader)
  /** Bytes of a header that are here. */
  #have = 0
  /** Bytes of the payload that are still to come. */
  #left = 0
  #isControl = false
  #isLast = false
  /** Whether a data message has begun. */
  #isOpen = false
  #bytes = 0
  #ended = 0

  /** What is held of something that has begun and not ended, in bytes; 0 between messages. */
  get unfinished(): number {
    const isWhole = !this.#isOpen && this.#have === 0 && this.#left === 0
    return isWhole ? 0 : this.#bytes + this.#have
  }

  /** Messages that have ended. */
  get ended(): number {
    return this.#ended
  }

  /** The next bytes of the socket. */
  push(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#left > 0) {
        const size = Math.min(this.#left, chunk.length - at)
        this.#left -= size
        this.#bytes += size
        at += size
        if (this.#left === 0) this.#endFrame()
      } else {
        this.#header[this.#have++] = chunk[at++] as number
        if (this.#have >= 2 && this.#have === this.#headerSize()) this.#beginFrame()
      }
    }
    if (this.unfinished > 0) this.#bytes += chunkOverhead
  }

  #headerSize(): number {
    const second = this.#header[1] as number
    const short = second & 0x7f
    return 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + ((second & 0x80) === 0 ? 0 : 4)
  }

  #beginFrame(): void {
    const [first, second] = this.#header as unknown as [number, number]
    const view = new DataView(this.#header.buffer)
    const short = second & 0x7f
    this.#left = short === 126 ? view.getUint16(2) : short === 127 ? Number(view.getBigUint64(2)) : short
    this.#isControl = (first & 0x08) !== 0
    this.#isLast = (first & 0x80) !== 0
    this.#isOpen ||= !this.#isControl
    this.#bytes += this.#have
    this.#have = 0
    if (this.#left === 0) this.#endFrame()
  }

  #endFrame(): void {
    // Control frames come between the fragments of a message.
    if (!this.#isControl && this.#isLast) {
      this.#isOpen = false
      this.#ended++
    }
    if (!this.#isOpen) this.#bytes = 0
  }
}
