import type { ResetParams } from '../../../src/contract/episode.ts'

const generated = /^([a-z][a-z0-9_]*)@\d+\/([a-z]+)\/(\d)$/

/**
 * The parameters of a reset as the doors of a server take them: there a split stands beside selectors, and never beside
 * the id of a task. Where all of them are named one task fits, and the seed is its own.
 */
export function toWireParams({ task_id: id, split, ...others }: ResetParams): Readonly<Record<string, unknown>> {
  const [, family, world, level] = generated.exec(id ?? '') ?? []
  if (family === undefined || split == null) return { task_id: id, ...others }
  return { split, family, world, level: Number(level), ...others }
}
