import { expect, it } from 'vitest'
import { Random } from '../../../src/kit/random.ts'
import { Writer } from '../../../src/tasks/documents/wording.ts'

const writer = (seed: number): Writer =>
  new Writer(
    new Random('words', seed),
    { file: 'till file' },
    { core: 'sale_line', where: 'Mill Lane', shown: '12.50' },
  )

it('chooses among alternatives, nested ones too, and closes gaps that an empty one leaves', () => {
  const told = new Set(
    Array.from({ length: 60 }, (_, seed) => writer(seed).say('[one|two [big|small]] {file}[ here|], {shown} .')),
  )
  expect([...told].toSorted()).toEqual(
    ['one', 'two big', 'two small']
      .flatMap((word) => [`${word} till file here, 12.50.`, `${word} till file, 12.50.`])
      .toSorted(),
  )
})

it('begins a sentence with a word of the trade, and never with a name of the database', () => {
  expect(writer(1).say('{File} of {Where}')).toBe('Till file of Mill Lane')
  expect(() => writer(1).say('{Core} is wrong')).toThrow('sale_line has no capital')
  expect(() => writer(1).say('{nobody}')).toThrow('nothing stands for {nobody}')
})

it('finds the names and figures of an instance again', () => {
  expect(writer(1).blanksIn('12.50 at Mill Lane')).toEqual(['Mill Lane', '12.50'])
})

it('puts the article that a drawn name asks for, as it is read aloud', () => {
  const told = (name: string): string =>
    new Writer(new Random('articles'), {}, { name }).say('A {name} in [a|an] {name}')
  for (const name of ['intake_no', 'article', 'account_no', 'L', 'L4', 'hour', '80', '11'])
    expect(told(name)).toBe(`An ${name} in an ${name}`)
  for (const name of ['till file', 'unit', 'user_no', 'one-way ticket', 'T7', 'Laboratory', '10', '1100'])
    expect(told(name)).toBe(`A ${name} in a ${name}`)
  for (const name of ['uninsured patient', 'under-secretary']) expect(told(name)).toBe(`An ${name} in an ${name}`)
})
