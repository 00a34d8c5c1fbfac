import type { Family } from './drills/family.ts'

/** Made by `node scripts/step-limits.mjs`: by family and version the most steps of an instance, level by level. */
const mostSteps: Readonly<Record<string, readonly [number, number, number, number, number]>> = {
  'date_iso@1': [16, 19, 25, 31, 45],
  'phone_e164@1': [17, 20, 26, 32, 46],
  'trim_case@1': [16, 21, 25, 31, 45],
  'bool_lexeme@1': [16, 19, 25, 31, 45],
  'code_padding@1': [16, 21, 25, 31, 45],
  'numeric_text@1': [16, 21, 25, 31, 45],
  'sentinels@1': [16, 21, 25, 31, 45],
  'derived_null@1': [16, 21, 25, 31, 45],
  'lookup_null@1': [18, 22, 26, 32, 46],
  'exact_dup@1': [26, 29, 34, 37, 45],
  'epoch_mix@1': [16, 21, 25, 31, 45],
  'double_escape@1': [16, 21, 25, 31, 45],
  'enum_drift@1': [16, 21, 25, 31, 45],
  'audit_null@1': [18, 22, 26, 32, 46],
  'unit_mix@1': [17, 22, 26, 32, 46],
  'rogue_update@1': [29, 32, 38, 41, 52],
  'decode_then_link@1': [23, 26, 31, 37, 51],
}

/** The most steps of an instance of a family that is not on the list, at any level. */
const unlisted = 60

/**
 * The most steps that an instance of a family has at a level, 1 to 5. It holds for every instance: `instantiate`
 * gives none more, whatever its draft asks for.
 */
export function mostStepsOf({ id, version }: Family, level: number): number {
  return mostSteps[`${id}@${version}`]?.[level - 1] ?? unlisted
}
