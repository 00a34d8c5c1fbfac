/**
 * Incidents as tasks, by their ids.
 *
 * @module
 */
import type { TaskDefinition } from '../../tasks/define-task.ts'
import { familyTaskId, incidentFamilies, resolveTask } from '../../tasks/family-list.ts'

/** Which incidents to take; absent: all. */
export interface IncidentChoice {
  readonly incident?: string | undefined
  readonly world?: string | undefined
  readonly level?: number | undefined
}

/** The ids of the tasks of incidents, in the order of the list. */
export function incidentTaskIds({ incident, world, level }: IncidentChoice = {}): string[] {
  return incidentFamilies
    .filter(({ id }) => id === (incident ?? id))
    .flatMap((family) =>
      family.worlds
        .filter(({ id }) => id === (world ?? id))
        .flatMap((home) =>
          family.levels.filter((own) => own === (level ?? own)).map((own) => familyTaskId(family, home, own)),
        ),
    )
}

/** @throws AppError `unknown_task` */
export const resolveIncident = (id: string): TaskDefinition => resolveTask(id)
