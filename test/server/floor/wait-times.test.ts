import { expect, test } from 'vitest'
import { WaitTimes } from '../../../src/server/floor/wait-times.ts'

test('99 of 100 times of the last minute or two are no longer', () => {
  let now = 0
  const times = new WaitTimes(() => now)
  expect(times.p99()).toBe(0)
  for (let count = 0; count < 990; count++) times.add(0.001)
  for (let count = 0; count < 10; count++) times.add(3)
  const within = (seconds: number): void => {
    expect(times.p99()).toBeGreaterThanOrEqual(seconds * 0.999)
    expect(times.p99()).toBeLessThan(seconds * 1.2)
  }
  within(0.001)
  times.add(3)
  within(3)
  now = 70_000
  within(3)
  for (let count = 0; count < 5000; count++) times.add(0)
  within(0.001)
  now = 140_000
  expect(times.p99()).toBeLessThan(0.0001)
  now = 400_000
  expect(times.p99()).toBe(0)
  const lines = times.values('w')
  expect(lines.slice(-2)).toMatchObject([{ metricName: 'w_sum' }, { metricName: 'w_count', value: 6001 }])
  const counts = lines.slice(0, -2).map(({ value }) => value)
  expect(counts.toSorted((a, b) => a - b)).toEqual(counts)
  expect(counts.at(-1)).toBe(6001)
  times.add(1e9)
  expect(times.p99()).toBeGreaterThan(60)
})
