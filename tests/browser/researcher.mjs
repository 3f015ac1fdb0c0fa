// Whoever builds an edition, and whoever reads it.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { signIn } from './staff.mjs'

const BUILDING = 60_000

/** The rows of a CSV file, each by the names of its header. */
function rowsOf(text) {
  const rows = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/gy)) {
    rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain)
    if (end !== ',') rows.push([])
  }
  const [header, ...records] = rows.filter(row => row.length > 1)
  return records.map(record => Object.fromEntries(header.map((name, column) => [name, record[column]])))
}

async function download(visitor, file) {
  const [started] = await Promise.all([
    visitor.page.waitForEvent('download'),
    visitor.page.locator(`main a[href$="/${file}"]`).first().click(),
  ])
  const path = join(process.env.WORK, file)
  await started.saveAs(path)
  return readFile(path, 'utf8')
}

async function order(visitor, profile) {
  await visitor.open('/research')
  await visitor.choose('profile', profile)
  await visitor.press('main form button')
  // The page loads itself again until the edition is there.
  const latest = visitor.page.locator('.history li').first().locator('.badge')
  await latest.and(visitor.page.locator(':not(.waiting)')).waitFor({ timeout: BUILDING })
  assert.match(await latest.getAttribute('class'), /accept/, await latest.textContent())
}

export async function publishes(site, ledger) {
  const desk = await site.visitor()
  const { page } = desk
  await ledger.step(desk, 'an edition is ordered and built', async () => {
    await signIn(desk, 'researcher')
    await desk.open('/research')
    await desk.audit('research')
    await order(desk, 'public')
    await desk.audit('research-built')
  })
  await ledger.step(desk, 'its page lists the files', async () => {
    await desk.press('main a[href$="/editions/open-models/1"]')
    await desk.sees('dd', '2')
    await desk.audit('edition')
  })
  await ledger.step(desk, 'submissions.csv holds the accepted rows and no other', async () => {
    const rows = rowsOf(await download(desk, 'submissions.csv'))
    assert.deepEqual(rows.map(row => row.sys_questionnaire).sort(), ['deployer', 'user'])
    const user = rows.find(row => row.sys_questionnaire === 'user')
    assert.equal(user.core_fit, '6')
    assert.equal(user.core_know, '.d')
    assert.equal(user.continue, '8')
    assert.equal(user['prob__pb.slow'], '1')
    assert.equal(user.release, '.w', 'fewer than k share it')
    assert.ok(!('tell' in user), 'free text is not public')
  })
  await ledger.step(desk, 'README and codebook explain them', async () => {
    assert.match(await download(desk, 'README.md'), /submissions\.csv/)
    const codebook = rowsOf(await download(desk, 'codebook.csv'))
    assert.ok(codebook.some(row => Object.values(row).includes('core_fit')))
  })
  await ledger.step(desk, 'the restricted edition holds free text', async () => {
    await order(desk, 'restricted')
    await desk.press('main a[href$="/editions/open-models/2"]')
    const rows = rowsOf(await download(desk, 'submissions.csv'))
    assert.ok(rows.some(row => row.tell === 'Say which model it is, and which version.'))
    assert.ok(rows.some(row => row.release_other === '自研模型 3B'))
  })
  await desk.goAway({ cookies: 1 })

  const reader = await site.visitor({ language: 'zh-Hans' })
  await ledger.step(reader, 'anybody reads the public edition, and only that', async () => {
    await reader.open('/studies/open-models/user/versions')
    await reader.audit('versions')
    await reader.open('/editions/open-models')
    await reader.audit('editions')
    await reader.press('main a[href*="/editions/open-models/1"]')
    assert.equal(rowsOf(await download(reader, 'submissions.csv')).length, 2)
    await reader.open('/editions/open-models/2')
    assert.ok(reader.status >= 400 || reader.path() === '/sign-in', `${reader.status} ${reader.path()}`)
  })
  await reader.goAway()
}
