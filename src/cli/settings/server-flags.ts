import type { Command } from 'commander'
import { AppError } from '../../kit/errors.ts'
import { parseSetting } from './parse-setting.ts'
import { type ServerFlags, type ServerKey, type ServerValues, settingLines } from './server-settings.ts'
import { attributeOf, type Flag, type Setting } from './setting.ts'

/** What the help says of the default; of none where it goes without saying. */
function defaultIn({ preset, auto }: Setting): string {
  if (auto !== undefined) return ` (default: ${auto})`
  return ['null', '[]'].includes(preset) ? '' : ` (default: ${preset})`
}

/** Adds a flag to `serve` for every setting that has one. @param others called behind each, with its key */
export function addServerFlags(command: Command, others: (key: ServerKey) => void): void {
  for (const [key, setting] of settingLines) {
    const { flag } = setting
    if (flag === undefined) continue
    if ('sets' in flag) command.option(`--${flag.name}`, flag.help)
    else command.option(`--${flag.name} ${flag.value}`, flag.help + defaultIn(setting))
    others(key)
  }
}

/** The text that a flag stands for; undefined where it was not given. */
function textOf(flag: Flag, flags: Readonly<Record<string, unknown>>): string | undefined {
  const given = flags[attributeOf(flag.name)]
  if (!('sets' in flag)) return given as string | undefined
  return given === !flag.name.startsWith('no-') ? flag.sets : undefined
}

/** The settings that flags give. @throws AppError `wrong_use`, which names the flag */
export function readFlags(flags: ServerFlags): Partial<ServerValues> {
  const found: Record<string, unknown> = {}
  for (const [key, { flag, isSecret }] of settingLines) {
    const text = flag && textOf(flag, flags)
    if (flag === undefined || text === undefined) continue
    try {
      found[key] = parseSetting(key, text)
    } catch (cause) {
      // A token is nobody's business but its owner's.
      const shown = isSecret === true ? `--${flag.name}` : `--${flag.name} ${text}`
      throw new AppError('wrong_use', `${shown}: ${(cause as Error).message}`, { cause })
    }
  }
  return found
}
