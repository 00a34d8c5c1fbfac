import { incidentList } from './incidents/incident-list.ts'
import { isAtHome, type Incident, type Sketch } from './incidents/incident.ts'
import { businessList } from './worlds/world-list.ts'
import type { World } from './worlds/world.ts'
import type { InstanceSketch } from './define-task.ts'
import { incidentSuite } from './suites.ts'
import { levels, type Level, type TaskFamily } from './task-family.ts'

/** A sketch as lists tell it. */
export interface IncidentSketch extends InstanceSketch {
  readonly sketch: Sketch
}

/** An incident that happens to businesses with a history. */
export type IncidentFamily = TaskFamily<World, IncidentSketch>

/** More than any instance of a level asks for. */
const mostSteps: Readonly<Record<Level, number>> = { 1: 40, 2: 60, 3: 70, 4: 80, 5: 90 }

/** An incident as all families are known: at home in the businesses that have its stations. */
export function ofIncident(incident: Incident): IncidentFamily {
  return Object.freeze({
    id: incident.id,
    version: incident.version,
    suite: incidentSuite,
    dimension: incident.dimension,
    summary: incident.summary,
    jargon: incident.jargon,
    levels: incident.levels ?? levels,
    worlds: businessList.filter((world) => isAtHome(incident, world)),
    mostSteps: (level: Level) => mostSteps[level],
    sketch: (random, { world, level }) => {
      const sketch = incident.sketch(random, { world, level })
      return { sketch, told: { difficulty_score: sketch.difficulty } }
    },
    generate: (random, { world, level, sketch }) => incident.generate(random, { world, level, sketch: sketch.sketch }),
  } satisfies IncidentFamily)
}

/** Every incident, newest version of each: families of a suite of their own. */
export const incidentFamilies: readonly IncidentFamily[] = Object.freeze(incidentList.map(ofIncident))
