import { describe, expect, it } from 'vitest'
import { didYouMean, nearest } from '../../src/kit/nearest.ts'

describe('nearest', () => {
  it.each([
    ['task_eazy', ['task_easy', 'task_hard'], 'task_easy'],
    ['.schma', ['.schema', '.goal'], '.schema'],
    ['Emial', ['id', 'email', 'phone'], 'email'],
    ['EMAIL', ['id', 'email'], 'email'],
    ['task_hrad', ['task_easy', 'task_hard'], 'task_hard'],
    // Of equally near ones the first.
    ['cat', ['car', 'cab'], 'car'],
    ['xyz', ['id', 'email'], undefined],
    ['', ['a'], undefined],
    ['a', [], undefined],
    ['x'.repeat(201), ['x'.repeat(200)], undefined],
  ])('%s of %j is %s', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected)
  })

  it('asks, or says nothing', () => {
    expect(didYouMean('goall', ['goal'])).toBe('; did you mean goal?')
    expect(didYouMean('quit', ['schema'])).toBe('')
  })
})
