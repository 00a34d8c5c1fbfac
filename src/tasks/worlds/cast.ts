import type { Random } from '../../kit/random.ts'
import type { Person } from './business.ts'

const firstNames = `
  Aisha Anouk Benedict Carla Colm Daria Dev Edda Ewan Farah Greta Hamid Henrike Ida Joost Kasia Kofi Lena Luca Mairead
  Marta Milan Nils Nora Owen Paula Piet Rina Ruth Sadiq Stella Tom Una Vera Wim Yusuf
`
  .trim()
  .split(/\s+/)
const lastNames = `
  Abbott Aydin Berger Byrne Carvalho Dekker Egan Fischer Grady Haddad Ivanov Jonker Keller Lindgren Madsen Nowak Okafor
  Pereira Quinn Rossi Sandberg Thiel Urban Vermeer Walsh Yates Zeller Brandt Conti Doyle Ferrer Hansen Kowalski
`
  .trim()
  .split(/\s+/)

/** People of one business, all with different first names and logins. */
export function drawPeople(random: Random, roles: readonly string[]): Person[] {
  const first = random.sample(firstNames, roles.length)
  const last = random.sample(lastNames, roles.length)
  return roles.map((role, index) => {
    const [given = '', family = ''] = [first[index], last[index]]
    return { name: `${given} ${family}`, login: `${given.slice(0, 1)}${family}`.toLowerCase(), role }
  })
}

/** What people call somebody they work with. */
export const firstNameOf = ({ name }: Person): string => name.split(' ')[0] ?? name
