import type { Family } from './drills/family.ts'

/** Made by `node scripts/step-limits.mjs`: by family and version the most steps of an instance, tier by tier. */
const mostSteps: Readonly<Record<string, readonly [number, number]>> = {
  'date_iso@2': [19, 24],
  'phone_e164@2': [20, 23],
  'trim_case@2': [19, 24],
  'bool_lexeme@2': [16, 19],
  'code_padding@2': [19, 24],
  'numeric_text@2': [19, 24],
  'sentinels@2': [16, 21],
  'derived_null@2': [19, 24],
  'lookup_null@2': [21, 25],
  'epoch_mix@2': [19, 24],
  'double_escape@2': [16, 21],
  'enum_drift@2': [16, 21],
}

/** The most steps of an instance of a family that is not on the list, at either tier. */
const unlisted = 40

/**
 * The most steps that an instance of a family has at a tier, 1 or 2. It holds for every instance: `instantiate`
 * gives none more, whatever its draft asks for.
 */
export function mostStepsOf({ id, version }: Family, level: number): number {
  return mostSteps[`${id}@${version}`]?.[level - 1] ?? unlisted
}
