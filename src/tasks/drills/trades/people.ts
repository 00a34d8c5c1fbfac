import type { Random } from '../../../kit/random.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const firstNames = words(`
  Adaeze Ágnes Aino Alasdair Amélie Anders Ayşe Bartosz Beatriz Brigid Camille Chiara Cillian Dagny Dalia Dominik
  Eilidh Elif Emeka Esteban Fatou Fenna Giulia Goran Hanneke Hélène Ibrahim Ilse Imogen Ines Jakub Jaap Joséphine
  Kaito Katarzyna Kwame Lars Leïla Linnea Lúcia Maeve Malik Marek Mirela Nadia Niamh Noor Oksana Oisín Paavo Petra
  Quentin Radu Renée Rosalind Ruben Saskia Selim Siobhán Sören Tadeusz Tamsin Tiago Ulla Umar Vesna Viktor Wiebke
  Xavier Yara Yiannis Zofia Zsófia
`)

/** Apostrophes, hyphens, accents, small particles and capitals inside a word are all part of a name. */
const lastNames: readonly string[] = [
  ...words(`
    Abara Adeyemi Almeida Andersen Baumann Bélanger Bianchi Çelik Czerny Dąbrowski D'Angelo Demir Duarte Eriksson
    Fitzgerald Fournier Gálvez Greenwood Haugen Horváth Ibáñez Jansen Kaplan Kovač Lefèvre Lindqvist MacAllister
    McTavish Mbeki Møller Nakamura Ní-Riain Novotný O'Brien O'Shea Okonkwo Papadakis Pereira Quispe Rådström
    Richter Sáez-Montoya Schröder Smythe-Jones Sokolov Suzuki Tóth Underwood Vasquez Wójcik Yilmaz Zieliński
  `),
  'de la Cruz',
  'van den Berg',
  'St. John',
]

const placeNames: readonly string[] = [
  ...words(`
    Aberdeen Antwerp Bergen Bilbao Cork Dresden Eindhoven Galway Genoa Gdańsk Ghent Graz Kraków Leeds Lille Linz Lyon
    Malmö Nantes Odense Oulu Porto Poznań Rouen Seville Tartu Trieste Turku Uppsala Utrecht Zürich
  `),
  "L'Aquila",
  "'s-Hertogenbosch",
  'Newcastle upon Tyne',
]

/** Countries as a register writes them. */
export const countryCodes: readonly string[] = words('DE FR GB NL PL ES SE AT PT IE')

export const pickPerson = (random: Random): string => `${random.pick(firstNames)} ${random.pick(lastNames)}`
export const pickPlace = (random: Random): string => random.pick(placeNames)

const plainLetters = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase()

/** Gives out addresses of one database, each once. */
export class Mailboxes {
  readonly #taken = new Set<string>()

  issue(random: Random, person: string): string {
    const [first = '', ...rest] = person.split(' ').map(plainLetters)
    const local = random.pick([`${first}.${rest.join('')}`, `${first}_${rest.join('')}`, `${rest.join('')}${first[0]}`])
    const host = random.pick(['example.org', 'mail.example.net', 'post.example.com', 'example-office.eu'])
    let address = `${local}@${host}`
    for (let suffix = 2; this.#taken.has(address); suffix++) address = `${local}${suffix}@${host}`
    this.#taken.add(address)
    return address
  }
}

/** Length of a subscriber's number without trunk zero, by country. */
const numberLength: Readonly<Record<string, number>> = {
  DE: 10,
  FR: 9,
  GB: 10,
  NL: 9,
  PL: 9,
  ES: 9,
  SE: 9,
  AT: 10,
  PT: 9,
  IE: 9,
}

/** A national number without its trunk zero, digits only. */
export function pickNationalNumber(random: Random, country: string): string {
  return `${random.int(1, 9)}${random.digits((numberLength[country] ?? 9) - 1)}`
}
