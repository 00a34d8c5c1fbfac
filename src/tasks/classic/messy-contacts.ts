import type { Random } from '../../kit/random.ts'

/** How task_easy spells a phone. `digits` is right, the others are not. */
export type PhoneForm = 'digits' | 'brackets' | 'hyphens' | 'country'

export interface Phone {
  readonly digits: string
  readonly form: PhoneForm
}

export function writePhone({ digits, form }: Phone): string {
  switch (form) {
    case 'brackets':
      return `(${digits.slice(0, 3)})${digits.slice(3)}`
    case 'hyphens':
      return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`
    case 'country':
      return `+91-${digits}`
    default:
      return digits
  }
}

/** A mobile number: ten digits, the first 6 to 9. */
export function pickMobile(random: Random): string {
  return `${random.int(6, 9)}${random.digits(9)}`
}

/** Every form and every trap of the number 91 once, then more of each at random; about half need repair. */
export function drawPhones(random: Random, count: number, canonical: boolean): Phone[] {
  const beginning91 = (): string => `91${random.int(6, 9)}${random.digits(7)}`
  const holding91 = (): string => `${random.int(6, 8)}${random.digits(3)}91${random.digits(4)}`
  const phones: Phone[] = [
    { digits: canonical ? '9198765432' : beginning91(), form: 'digits' },
    { digits: holding91(), form: 'digits' },
    { digits: beginning91(), form: 'hyphens' },
    { digits: beginning91(), form: 'brackets' },
    { digits: beginning91(), form: 'country' },
    { digits: holding91(), form: 'country' },
  ]
  const dirtyForms = ['brackets', 'hyphens', 'country'] as const
  for (const form of dirtyForms) phones.push({ digits: canonical ? '9876543210' : pickMobile(random), form })
  const dirty = Math.round((count * random.int(42, 52)) / 100)
  for (let index = 7; index < dirty; index++) phones.push({ digits: pickMobile(random), form: random.pick(dirtyForms) })
  while (phones.length < count) phones.push({ digits: pickMobile(random), form: 'digits' })
  return random.shuffle(phones)
}

/** How task_easy spells an address. `clean` is right; `both` is wrong in case and holds a space. */
export type EmailForm = 'clean' | 'upper' | 'title' | 'capital' | 'afterAt' | 'beforeAt' | 'inside' | 'ends' | 'both'

export function writeEmail(random: Random, email: string, form: EmailForm): string {
  const titled = email.replace(/[a-z]+/g, (word) => word.slice(0, 1).toUpperCase() + word.slice(1))
  const spaceAt = (text: string, place: number): string => `${text.slice(0, place)} ${text.slice(place)}`
  const at = email.indexOf('@')
  switch (form) {
    case 'upper':
      return email.toUpperCase()
    case 'title':
      return titled
    case 'capital':
      return email.slice(0, at + 1) + email.slice(at + 1, at + 2).toUpperCase() + email.slice(at + 2)
    case 'afterAt':
      return spaceAt(email, at + 1)
    case 'beforeAt':
      return spaceAt(email, at)
    case 'inside':
      return spaceAt(email, random.percent(50) ? random.int(1, at - 1) : random.int(at + 2, email.length - 1))
    case 'ends':
      return random.pick([` ${email}`, `${email} `, `  ${email} `])
    case 'both':
      return spaceAt(titled, random.pick([at, at + 1]))
    default:
      return email
  }
}

/**
 * The forms of `count` addresses; every instance has each fault. Few suffer from case alone or from outer
 * spaces alone, so that one careless LOWER or TRIM earns little. `fixed` forms are part of the count.
 */
export function drawEmailForms(random: Random, count: number, fixed: readonly EmailForm[]): EmailForm[] {
  const times = <T>(length: number, draw: () => T): T[] => Array.from({ length }, draw)
  const few = Math.max(1, Math.round(count * 0.05))
  const more = Math.max(2, Math.round((count * random.int(9, 12)) / 100))
  const forms: EmailForm[] = [
    ...fixed,
    ...times(fixed.length > 0 ? 0 : few, () => random.pick(['upper', 'title'] as const)),
    'capital',
    ...times(few, () => 'ends' as const),
    'afterAt',
    'beforeAt',
    'inside',
    ...times(more, () => random.pick(['afterAt', 'beforeAt', 'inside'] as const)),
    ...times(more, () => 'both' as const),
  ]
  return [...forms, ...times(count - forms.length, () => 'clean' as const)]
}
