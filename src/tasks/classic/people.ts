import type { Random } from '../../kit/random.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Invented people and firms, shared by the classic tasks. ASCII only: LOWER of SQLite folds nothing else. */
export const firstNames: readonly string[] = words(`
  Aarav Adesh Amara Ananya Anton Asha Bela Carlos Chidi Daria Deepak Divya Elena Farah Femi Gauri Hana Harish Ines
  Ishaan Jonas Kavya Kenji Lakshmi Leila Manish Marta Meera Mina Nikhil Nora Omar Pavel Pooja Priya Rahul Rekha
  Rohan Sana Sanjay Sneha Sofia Suresh Tara Tomas Usha Vikram Wanda Yusuf Zoya
`)

export const lastNames: readonly string[] = words(`
  Achebe Bansal Bhatt Castillo Chopra Dalal Desai Dube Fischer Ganguly Gupta Haddad Iyer Jain Joshi Kapoor Khan
  Kimura Kulkarni Lindgren Malik Mehta Menon Mishra Moreau Nair Novak Okafor Patel Pillai Rao Reddy Rossi Saxena
  Sethi Shah Sharma Silva Singh Sinha Tanaka Thomas Varma Verma Wagner Yadav
`)

export const cities: readonly string[] = words(`
  Ahmedabad Bengaluru Bhopal Chennai Delhi Goa Hyderabad Indore Jaipur Kochi Kolkata Lucknow Mumbai Mysuru Nagpur
  Patna Pune Surat Vadodara Varanasi
`)

/** Firms of ordinary spelling. */
export const firms: readonly string[] = [
  'Amber Dairy',
  'Banyan Books',
  'Blue Lotus Spa',
  'Cedar Clinic',
  'Coral Exports',
  'Delta Fasteners',
  'Everest Tools',
  'Falcon Freight',
  'Ganga Textiles',
  'Harbour Foods',
  'Indus Ceramics',
  'Jade Pharmacy',
  'Kaveri Traders',
  'Lantern Media',
  'Malabar Spices',
  'Monsoon Cafe',
  'Narmada Motors',
  'Orchid Hotels',
  'Palm Grove School',
  'Quartz Optics',
  'Rani Jewellers',
  'Saffron Kitchens',
  'Tamarind Studio',
  'Umber Paints',
  'Vindhya Steel',
  'Willow Furniture',
  'Yamuna Papers',
  'Zenith Solar',
]

/** Firms whose names look like damage and are right. */
export const oddFirms: readonly string[] = [
  '-Forty Below Ice',
  'Minus  One Records',
  'DELTA FASTENERS',
  'N/A Holdings',
  "D'Souza & Sons",
  'kaveri traders',
  'Null Island Tours',
  '(Closed) Umber Paints',
  'Test Kitchen 0',
]

const mailDomains: readonly string[] = words(`
  gmail.com outlook.com yahoo.in proton.me fastmail.com mail.example.org rediffmail.com post.co.in web-mail.net
`)

export interface Person {
  readonly first: string
  readonly last: string
}

/** A person of the pools; two draws may be namesakes. */
export function pickPerson(random: Random): Person {
  return { first: random.pick(firstNames), last: random.pick(lastNames) }
}

/** How a clean address may be spelt: dots, plus, underscores, hyphens and digits are all part of one. */
export const addressShapes = ['plain', 'dot', 'underscore', 'hyphen', 'plus', 'digits', 'leadingDigits'] as const
export type AddressShape = (typeof addressShapes)[number]

/** Clean addresses of one database: each lower case, without blanks, and given out once. */
export class AddressBook {
  readonly #taken = new Set<string>()

  /** Keeps an address from being given out; for the fixed examples. */
  reserve(address: string): string {
    this.#taken.add(address)
    return address
  }

  issue(random: Random, person: Person, shape: AddressShape): string {
    const first = person.first.toLowerCase()
    const last = person.last.toLowerCase()
    const domain = random.pick(mailDomains)
    const local = {
      plain: first,
      dot: `${first}.${last}`,
      underscore: `${first}_${last}`,
      hyphen: `${first}-${last}`,
      plus: `${first}+${random.pick(['news', 'shop', 'bills', 'home'])}`,
      digits: `${first}${random.int(10, 99)}`,
      leadingDigits: `${random.int(1, 99)}${first}.${last}`,
    }[shape]
    let address = `${local}@${domain}`
    // The number grows until the address is new, so this ends after as many rounds as addresses exist.
    for (let suffix = 2; this.#taken.has(address); suffix++) address = `${local}${suffix}@${domain}`
    return this.reserve(address)
  }
}
