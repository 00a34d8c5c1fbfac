import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { constraintsWithout, enumerate, statesLeft } from '../../../src/proof/incidents/enumerate.ts'
import type { Component, Constraint, Hypotheses } from '../../../src/tasks/incidents/hypotheses.ts'

/** A component whose options each leave one cell and add a number to a measure. */
const component = (id: string, values: readonly number[], measures: readonly string[] = ['sum']): Component => ({
  ...{ id, global: false, kind: 'made up', truth: 'o0' },
  options: values.map((value, index) => ({
    id: `o${index}`,
    state: [{ table: 't', key: id, column: 'v', value: `i${index}` }],
    sums: Object.fromEntries(measures.map((measure) => [measure, value])),
  })),
})

const total = (id: string, components: readonly string[], sum: number, measure = 'sum'): Constraint => ({
  ...{ form: 'sums', id, carriers: ['book'], components, measure, total: sum },
})

const hypotheses = (components: readonly Component[], constraints: readonly Constraint[]): Hypotheses => ({
  ...{ components, constraints },
  realise: () => ({ tables: [] }),
})

const left = (of: Hypotheses): string[][] =>
  enumerate(of, of.constraints).remaining.map(({ options }) => options.map(({ id }) => id))

describe('the enumeration', () => {
  it('leaves what single constraints allow', () => {
    const allows: Constraint = {
      ...{ form: 'option', id: 'not the first', carriers: ['page', 'log'] },
      allows: ({ id }, option) => id !== 'a' || option.id !== 'o0',
    }
    const of = hypotheses([component('a', [1, 2]), component('b', [1, 2])], [allows])
    expect(left(of)).toEqual([['o1'], ['o0', 'o1']])
    expect(constraintsWithout(of, 'page')).toEqual([])
    expect(constraintsWithout(of, 'other')).toHaveLength(1)
  })

  it('keeps of a sum what occurs in some solution', () => {
    // 3 + 5, 4 + 4 and nothing else make 8.
    const of = hypotheses([component('a', [3, 4, 9]), component('b', [5, 4, 1])], [total('both', ['a', 'b'], 8)])
    expect(left(of)).toEqual([
      ['o0', 'o1'],
      ['o0', 'o1'],
    ])
  })

  it('takes sums that share a component together', () => {
    // Alone each total leaves both options of b; together they leave one.
    const shared = component('b', [1, 2], ['left', 'right'])
    const of = hypotheses(
      [component('a', [1, 2], ['left']), shared, component('c', [2, 7], ['right'])],
      [total('l', ['a', 'b'], 3, 'left'), total('r', ['b', 'c'], 4, 'right')],
    )
    expect(left(of)).toEqual([['o0'], ['o1'], ['o0']])
  })

  it('says when nothing meets a sum, and when it cannot be settled', () => {
    expect(left(hypotheses([component('a', [1, 2])], [total('none', ['a'], 9)]))).toEqual([[]])
    const wide = hypotheses(
      [
        component(
          'a',
          Array.from({ length: 65 }, (_, index) => index),
        ),
      ],
      [],
    )
    expect(enumerate(wide, []).problem).toContain('more than 64')
    const stray = hypotheses([component('a', [1])], [total('stray', ['b'], 1)])
    expect(enumerate(stray, stray.constraints).problem).toContain('not there')
    const many = Array.from({ length: 12 }, (_, index) =>
      component(
        `c${index}`,
        [0, 1, 2, 3, 4, 5].map((step) => step * 7 ** index),
      ),
    )
    const middle = 3 * many.reduce((sum, _, index) => sum + 7 ** index, 0)
    const huge = hypotheses(many, [
      total(
        'huge',
        many.map(({ id }) => id),
        middle,
      ),
    ])
    expect(enumerate(huge, huge.constraints).problem).toContain('too many')
  })

  it('counts states, not readings', () => {
    const twins = component('a', [1, 2])
    const same = { ...twins, options: twins.options.map((option) => ({ ...option, state: [] })) }
    const [remaining] = enumerate(hypotheses([same], []), []).remaining
    expect(remaining?.options).toHaveLength(2)
    expect(remaining && statesLeft(remaining)).toHaveLength(1)
  })

  it('agrees with trying every combination', () => {
    const lists = fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 }), {
      minLength: 2,
      maxLength: 4,
    })
    let cut = 0
    fc.assert(
      fc.property(
        lists,
        fc.array(fc.nat({ max: 3 }), { minLength: 4, maxLength: 4 }),
        fc.nat({ max: 3 }),
        (values, chosen, off) => {
          const components = values.map((own, index) => component(`c${index}`, own, index < 2 ? ['x', 'y'] : ['y']))
          const ids = components.map(({ id }) => id)
          const sum = (row: readonly number[], from: number, to: number): number =>
            row.slice(from, to).reduce((total_, index, place) => total_ + (values[from + place]?.[index] ?? 0), 0)
          // The sums of some combination, or next to them.
          const picked = values.map((own, index) => (chosen[index] ?? 0) % own.length)
          const [first, second] = [sum(picked, 0, 2) + (off === 3 ? 1 : 0), sum(picked, 1, picked.length)]
          const of = hypotheses(components, [
            total('x', ids.slice(0, 2), first, 'x'),
            total('y', ids.slice(1), second, 'y'),
          ])
          const product = values.reduce<number[][]>(
            (rows, own) => rows.flatMap((row) => own.map((_, index) => [...row, index])),
            [[]],
          )
          const solutions = product.filter((row) => sum(row, 0, 2) === first && sum(row, 1, row.length) === second)
          const due = values.map((own, place) =>
            own.flatMap((_, index) => (solutions.some((row) => row[place] === index) ? [`o${index}`] : [])),
          )
          if (solutions.length > 0 && solutions.length < product.length) cut++
          expect(left(of)).toEqual(due)
        },
      ),
      { numRuns: 300 },
    )
    expect(cut).toBeGreaterThan(20)
  })
})
