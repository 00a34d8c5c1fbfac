/**
 * How long a server asks to be left alone: in headers, or in the words of its answer.
 *
 * @module
 */

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
}

/** `1m2.5s`, `20s`, `6 ms`, `1 minute` in milliseconds; a number alone is seconds. */
function durationMs(text: string): number | undefined {
  let sum: number | undefined
  for (const [, amount = '', unit = 's'] of text.matchAll(/(\d{1,12}(?:\.\d{1,12})?)\s?([a-z]{1,12})?/gi)) {
    const factor = unitMs[unit.toLowerCase().replace(/(?<=..)s$/, '')] ?? unitMs[unit.toLowerCase()]
    if (factor !== undefined) sum = (sum ?? 0) + Number(amount) * factor
  }
  return sum
}

const duration = String.raw`(\d[\d.]{0,15}\s?[a-z]{0,12}(?:\s?\d[\d.]{0,15}\s?[a-z]{1,12}){0,3})`

/** In words (`try again in 20s`), and in fields of several providers (`"retryDelay": "34s"`, `"estimated_time": 20`). */
const delays: readonly RegExp[] = [
  new RegExp(String.raw`(?:try|retry)(?:ing)? (?:again |your request )?(?:in|after) (?:about )?${duration}`, 'i'),
  new RegExp(String.raw`(?:wait|available again in|reset(?:s)? in) (?:for |about )?${duration}`, 'i'),
  /"(?:retryDelay|retry_delay|retry_after|retryAfter|retry_after_seconds|estimated_time)"\s{0,9}:\s{0,9}"?(\d[\d.]{0,15}\s?[a-z]{0,7})"?/i,
]

/** A delay that a body names. */
function delayInBody(body: string): number | undefined {
  for (const pattern of delays) {
    const found = pattern.exec(body)?.[1]
    const delay = found === undefined ? undefined : durationMs(found)
    if (delay !== undefined) return delay
  }
  return undefined
}

/**
 * The milliseconds that an answer asks to wait, rounded up; undefined when it names none.
 *
 * @param now milliseconds since 1970; a date is measured from the server's own clock where it tells it
 */
export function retryDelayMs(headers: Pick<Headers, 'get'>, body: string, now: number): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '')
  if (milliseconds >= 0) return Math.ceil(milliseconds)
  const after = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,12}(?:\.\d{1,12})?$/.test(after)) return Math.ceil(Number(after) * 1000)
  const date = Date.parse(after)
  if (after !== '' && !Number.isNaN(date)) {
    const theirs = Date.parse(headers.get('date') ?? '')
    return Math.max(0, Math.ceil(date - (Number.isNaN(theirs) ? now : theirs)))
  }
  const named = delayInBody(body.slice(0, 20_000))
  return named === undefined ? undefined : Math.ceil(named)
}
