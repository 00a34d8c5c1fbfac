/**
 * What a model thought, as against what it answered. Templates mark thoughts in many ways, and half of the marks may
 * be missing: an opening one that the prompt already held, a closing one that a cut answer never reached.
 *
 * @module
 */

/** An answer without its thoughts. */
export interface Spoken {
  readonly text: string
  /** The answer ended inside a thought: what was meant to follow is not there. */
  readonly unfinished: boolean
}

interface Marks {
  readonly open: RegExp
  readonly close: RegExp
}

const marks: readonly Marks[] = [
  // DeepSeek-R1, Qwen, QwQ, GLM, MiniMax and most others; Seed-OSS; models told to think in words like these.
  {
    open: /<(?:seed:)?(?:think|thinking|thought|thoughts|reasoning|reflection)>/i,
    close: /<\/(?:seed:)?(?:think|thinking|thought|thoughts|reasoning|reflection)>/i,
  },
  // Magistral and other Mistral models. In small letters it is a name in SQL.
  { open: /\[THINK\]/, close: /\[\/THINK\]/ },
  // Kimi-VL.
  { open: /◁think▷/i, close: /◁\/think▷/i },
  // Command A Reasoning and Command R7B.
  { open: /<\|START_THINKING\|>/i, close: /<\|END_THINKING\|>/i },
  // Sky-T1 and OpenThinker.
  { open: /<\|begin_of_thought\|>/i, close: /<\|end_of_thought\|>/i },
]

/** Takes out every pair; of a closing mark alone, all before it; of an opening mark alone, all behind it. */
function withoutMarked(answer: string, { open, close }: Marks): Spoken {
  const closes = [...answer.matchAll(new RegExp(close, `g${close.flags}`))].map(({ index, 0: mark }) => [
    index,
    index + mark.length,
  ])
  let rest = answer
  let offset = 0
  let kept = ''
  let next = 0
  for (;;) {
    const opening = open.exec(rest)
    // Closing marks before the next opening one belong to a thought that began without a mark, or to a nested one.
    const openAt = opening === null ? Number.POSITIVE_INFINITY : offset + opening.index
    let lastEnd = -1
    for (let close = closes[next]; close && (close[0] ?? 0) < openAt; close = closes[++next]) lastEnd = close[1] ?? 0
    if (lastEnd >= 0) {
      kept = ''
      rest = answer.slice(lastEnd)
      offset = lastEnd
      continue
    }
    if (opening === null) return { text: kept + rest, unfinished: false }
    kept += rest.slice(0, opening.index)
    const closing = closes[next++]
    if (closing === undefined) return { text: kept, unfinished: true }
    offset = closing[1] ?? 0
    rest = answer.slice(offset)
  }
}

/** The channels of gpt-oss: `final` is the answer, a call goes to a recipient, all else is thought. */
function withoutChannels(answer: string): Spoken {
  // The recipient of a call may stand before the channel or in it.
  const moved = answer.replaceAll(/\sto=([\w.]+)\s{0,9}<\|channel\|>\s{0,9}(\w+)/g, '<|channel|>$2 to=$1 ')
  const [, ...parts] = moved.split('<|channel|>')
  const heads = parts.map((part) => ({ part, head: part.split('<|message|>', 1)[0] ?? '' }))
  const spoken = heads.filter(({ part, head }) => /^\s*final\b/i.test(part) || /\bto=/.test(head))
  if (spoken.length === 0) return { text: '', unfinished: true }
  const text = spoken.map(({ part, head }) =>
    /\bto=/.test(head)
      ? `<|channel|>${part}`
      : part.replace(/^\s*final\s*(?:<\|constrain\|>\s*\w+\s*)?(?:<\|message\|>)?/i, ''),
  )
  const unfinished = spoken.at(-1)?.part !== parts.at(-1) && /^\s*analysis\b/i.test(parts.at(-1) ?? '')
  return { text: text.join('\n'), unfinished }
}

/** The same without its special tokens, as some servers strip them: `analysis…assistantfinal…`. */
const bareChannels = /^\s*analysis[^]*?assistant\s*final/i

/** Takes the thoughts out of an answer. */
export function withoutThoughts(answer: string): Spoken {
  let text = answer
  let unfinished = false
  if (text.includes('<|channel|>')) ({ text, unfinished } = withoutChannels(text))
  else text = text.replace(bareChannels, '')
  for (const mark of marks) {
    const spoken = withoutMarked(text, mark)
    text = spoken.text
    unfinished ||= spoken.unfinished
  }
  return { text, unfinished }
}
