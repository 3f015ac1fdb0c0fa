// The order of the journeys. Each goes on with what the earlier ones left behind.

import { Ledger } from './ledger.mjs'
import { Site } from './site.mjs'
import { answersOnAPhone, answersInChinese, endsUnderAge, reports, corrects, withdraws } from './participant.mjs'
import { setsUp, decides, acceptsTheCorrection } from './staff.mjs'
import { publishes } from './researcher.mjs'

const ledger = new Ledger(process.env.WORK)
const site = await Site.open(process.env.SITE, ledger)
const journeys = [
  ['a participant on a phone, scripts off, English', answersOnAPhone],
  ['a participant at a desk, scripts on, Chinese', answersInChinese],
  ['a participant under age', endsUnderAge],
  ['a report, by keyboard alone', reports],
  ['the administrator, the first time', setsUp],
  ['a moderator', decides],
  ['the participant whose answers came back', corrects],
  ['the moderator again', acceptsTheCorrection],
  ['a researcher', publishes],
  ['a participant who withdraws', withdraws],
]
const left = {}
for (const [name, journey] of journeys) {
  if (!(await ledger.journey(name, () => journey(site, ledger, left)))) break
}
await site.close()
ledger.end()
