import type { Random } from '../../../kit/random.ts'
import type { Person } from '../../worlds/business.ts'
import { drawPeople } from '../../worlds/cast.ts'
import type { World } from '../../worlds/world.ts'

export type Trade = Required<Pick<World['stations'], 'case_desk' | 'file_import' | 'ledger' | 'nightly_job'>>

/** Who has to do with the cases. */
export interface Crew {
  readonly writer: Person
  readonly owner: Person
  readonly engineer: Person
  /** Whom cases are assigned to. */
  readonly desk: readonly Person[]
  /** Started the change. */
  readonly runner: Person
  /** Whose PC is off, or whose numbers are lower or higher than those of others. */
  readonly slow: Person
  readonly fast: Person
  readonly job: string
}

export function drawCrew(random: Random, { words }: World): Crew {
  const roles = words.roles
  const people = drawPeople(random, [
    ...[roles[0], roles[1], roles[2]],
    ...Array.from({ length: 6 }, () => roles[3]),
  ] as string[])
  const [writer, owner, engineer, ...desk] = people as [Person, Person, Person, ...Person[]]
  const [runner, slow, fast] = random.shuffle(desk) as [Person, Person, Person]
  return { writer, owner, engineer, desk, runner, slow, fast, job: 'nightjob' }
}
