import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  above,
  add,
  block,
  branch,
  branchIf,
  choose,
  constant,
  get,
  loop,
  set,
  subtract,
  WasmBuilder,
  type Code,
} from '../../src/sql/wasm-builder.ts'

type Words = (...words: number[]) => number

function build(parameters: number, body: Code, locals = 0): Words {
  const builder = new WasmBuilder()
  builder.function('f', { parameters, results: 1, locals }, body)
  return new WebAssembly.Instance(builder.compile(), {}).exports['f'] as Words
}

describe('a module that is put together', () => {
  it('holds any constant', () => {
    const edges = [0, 63, 64, -1, -64, -65, 127, 128, -128, -129, 8191, 8192, 2 ** 31 - 1, -(2 ** 31)]
    for (const value of edges) expect(build(0, constant(value))()).toBe(value)
    fc.assert(fc.property(fc.integer(), (value) => build(0, constant(value))() === value))
  })

  it('chooses, and repeats until it leaves', () => {
    const larger = build(2, choose(above(get(0), get(1)), get(0), get(1)))
    expect([larger(3, 4), larger(4, 3), larger(-1, 5)]).toEqual([4, 4, -1])
    const sum = build(
      1,
      [
        block(
          loop([
            branchIf(1, choose(get(0), constant(0), constant(1))),
            set(1, add(get(1), get(0))),
            set(0, subtract(get(0), constant(1))),
            branch(0),
          ]),
        ),
        get(1),
      ],
      1,
    )
    expect([sum(0), sum(1), sum(100)]).toEqual([0, 1, 5050])
  })

  it('has many functions, with more of one kind of everything than a byte can count', () => {
    const builder = new WasmBuilder()
    for (let index = 0; index < 300; index++) {
      builder.function(`f${index}`, { parameters: index % 3, results: 1, locals: 200 }, add(get(150), constant(index)))
    }
    const { exports } = new WebAssembly.Instance(builder.compile(), {})
    for (const index of [0, 127, 128, 299]) expect((exports[`f${index}`] as Words)(0, 0)).toBe(index)
  })
})
