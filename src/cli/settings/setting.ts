import type { z } from 'zod'

/** A flag of `serve`: one that takes a text, or one that stands for a text by being there. */
export type Flag<Name extends string = string> =
  | { readonly name: Name; readonly value: string; readonly help: string }
  | { readonly name: Name; readonly sets: string; readonly help: string }

/** One line of the table of settings. */
export interface Setting<
  Schema extends z.ZodType = z.ZodType,
  Field extends string | null = string | null,
  Value = unknown,
  Name extends string = string,
> {
  readonly schema: Schema
  /** What the packaged file says, as YAML. */
  readonly preset: string
  /** What `auto` stands for, where that is what it says. */
  readonly auto?: string
  /** What the packaged file says about it. */
  readonly note?: string
  /** What the documentation says about it, in Markdown; by default the note. */
  readonly doc?: string
  /** Something else it may be, as typed. */
  readonly example: string
  /** The flag that gives it. */
  readonly flag?: Flag<Name>
  /** Whether the variable without DATAOPS_ is read too, as others set it, or was once. */
  readonly bare?: 'read' | 'formerly'
  /** Whether an error may not repeat it. */
  readonly isSecret?: true
  /** Where it stands in `ServerConfig`; null: `loadConfig` has a place of its own for it. */
  readonly field: Field
  /** What stands there. @param memory of the process, in bytes */
  readonly to: (value: z.output<Schema>, memory: number) => Value
}

type Given<Schema extends z.ZodType, Field extends string | null, Value, Name extends string> = Omit<
  Setting<Schema, Field, Value, Name>,
  'to'
> &
  Partial<Pick<Setting<Schema, Field, Value, Name>, 'to'>>

/** A line of the table; without `to` the value stands in its field as it is. */
export function defineSetting<
  Schema extends z.ZodType,
  Field extends string | null,
  Name extends string = never,
  Value = z.output<Schema>,
>(given: Given<Schema, Field, Value, Name>): Setting<Schema, Field, Value, Name> {
  return { to: (value) => value as Value, ...given }
}

type Camel<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Text

/** Under what name commander gives a flag: `--no-shared-work` as `sharedWork`, which is then false. */
export type Attribute<Name extends string> = Name extends `no-${infer Rest}` ? Camel<Rest> : Camel<Name>

export function attributeOf(name: string): string {
  return name.replace(/^no-/, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
