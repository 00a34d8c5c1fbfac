import { nearest } from '../kit/nearest.ts'
import { type FamilyChoice, familyTaskId, levels, worldsOf } from './family-list.ts'

/**
 * The id that somebody most likely meant by one that no task has: part by part of `family@version/world/level`, since
 * the whole of a short slip in a long id is near to many.
 *
 * @param listed ids of the tasks beside the families
 * @example suggestTaskId('date_isso@1/shp/2', ['task_easy'], choice) // 'date_iso@1/shop/2'
 */
export function suggestTaskId(id: string, listed: readonly string[], choice: FamilyChoice): string | undefined {
  const [name = '', world, level] = id.slice(0, 128).split('/')
  const [familyName = ''] = name.split('@')
  const word = nearest(familyName, [...listed, ...choice.families.map((family) => family.id)])
  const family = choice.families.find((candidate) => candidate.id === word)
  if (family === undefined || world === undefined) return word
  const worlds = worldsOf(family)
  const near = nearest(
    world,
    worlds.map((candidate) => candidate.id),
  )
  const place = worlds.find((candidate) => candidate.id === near) ?? worlds[0]
  const rung = levels.find((candidate) => String(candidate) === level?.split('~')[0]) ?? levels[0]
  return place && familyTaskId(family, place, rung)
}
