import { describe, expect, it } from 'vitest'
import { retryDelayMs } from '../../src/agent/model/retry-delay.ts'

const now = Date.parse('2026-01-02T03:04:05Z')
const delay = (headers: Record<string, string>, body = ''): number | undefined =>
  retryDelayMs(new Headers(headers), body, now)

describe('how long a server asks to wait', () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{ 'Retry-After': '7' }, 7000],
    [{ 'Retry-After': '0.25' }, 250],
    [{ 'Retry-After': 'Fri, 02 Jan 2026 03:04:35 GMT' }, 30_000],
    [{ 'Retry-After': 'Fri, 02 Jan 2026 03:04:35 GMT', Date: 'Fri, 02 Jan 2026 03:04:15 GMT' }, 20_000],
    [{ 'Retry-After': 'Fri, 02 Jan 2026 03:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '120', 'Retry-After': '9' }, 120],
    [{ 'Retry-After': 'soon' }, undefined],
    [{}, undefined],
  ])('headers %j', (headers, ms) => {
    expect(delay(headers)).toBe(ms)
  })

  it.each<[string, number | undefined]>([
    ['{"error":{"message":"Rate limit reached for x in org: Limit 3, Used 3. Please try again in 20s."}}', 20_000],
    ['{"error":{"message":"Please try again in 1m2.5s."}}', 62_500],
    ['{"error":{"message":"Please try again in 6ms."}}', 6],
    ['{"error":{"message":"Please try again in 1h2m3s"}}', 3_723_000],
    ['{"message":"Please retry after 30 seconds."}', 30_000],
    ['{"message":"please wait 2 minutes"}', 120_000],
    ['{"error":{"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34s"}]}}', 34_000],
    ['{"error":"Model x is currently loading","estimated_time":20.5}', 20_500],
    ['{"retry_after": 3}', 3000],
    ['{"error":"try again in a while"}', undefined],
    ['{"error":"you asked 500 times"}', undefined],
    ['', undefined],
  ])('body %s', (body, ms) => {
    expect(delay({}, body)).toBe(ms)
  })
})
