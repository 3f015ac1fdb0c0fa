// Whoever has an account: the first administrator, a moderator.

import assert from 'node:assert/strict'

const { ADMINISTRATOR, PASSWORD } = process.env
const DECIDE = 'form[action*="/decision"] button'

export async function signIn(visitor, person) {
  await visitor.open('/sign-in')
  await visitor.write('email', `${person}@example.org`)
  await visitor.write('password', PASSWORD)
  await visitor.press('main button')
}

export async function setsUp(site, ledger) {
  const desk = await site.visitor()
  await ledger.step(desk, 'the one-time address asks for a good password', async () => {
    await desk.open(ADMINISTRATOR)
    await desk.audit('key')
    await desk.write('email', 'administrator@example.org')
    await desk.write('new', PASSWORD)
    await desk.write('repeated', `${PASSWORD}!`)
    await desk.press('main button')
    await desk.sees('#repeated[aria-invalid="true"]')
    await desk.audit('key-fault')
  })
  await ledger.step(desk, 'it signs in, once', async () => {
    await desk.write('new', PASSWORD)
    await desk.write('repeated', PASSWORD)
    await desk.press('main button')
    assert.equal(desk.path(), '/account')
    await desk.audit('account')
    await desk.press('header button')
    await desk.open(ADMINISTRATOR)
    assert.ok(desk.status >= 400)
    await desk.audit('key-gone')
  })
  await desk.goAway()
}

export async function decides(site, ledger, left) {
  const desk = await site.visitor()
  const { page } = desk
  await ledger.step(desk, 'the queue is not for strangers', async () => {
    await desk.open('/moderate')
    assert.equal(desk.path(), '/sign-in')
  })
  await ledger.step(desk, 'a wrong password is refused', async () => {
    await desk.audit('sign-in')
    await desk.write('email', 'moderator@example.org')
    await desk.write('password', 'not the password')
    await desk.press('main button')
    await desk.sees('.notice.bad')
    assert.equal(await desk.value('email'), 'moderator@example.org')
    await desk.audit('sign-in-refused')
  })
  await ledger.step(desk, 'the right one leads to the queue', async () => {
    await signIn(desk, 'moderator')
    await desk.open('/moderate')
    assert.equal(await page.locator('.queue li').count(), 3)
    await desk.audit('moderate-queue')
  })
  await ledger.step(desk, 'the queue is filtered by questionnaire and language', async () => {
    await page.locator('#answered_in').selectOption('zh-Hans')
    await desk.press('form.inline button')
    assert.equal(await page.locator('.queue li').count(), 1)
    await desk.open('/moderate')
  })

  const other = await site.visitor()
  await ledger.step(desk, 'a decision needs a reason', async () => {
    await desk.press('.lead + p a.button')
    await desk.sees('.quote', 'Say which model it is.')
    await desk.audit('moderate-case')
    await signIn(other, 'moderator')
    await other.open(page.url())
    await desk.choose('verdict', 'return')
    left.note = 'Which version do you mean?'
    await desk.write('note', left.note)
    await desk.press(DECIDE)
    await desk.sees('#reason[aria-invalid="true"]')
    assert.equal(await desk.value('note'), left.note)
    await desk.audit('moderate-case-fault')
  })
  await ledger.step(desk, 'answers are returned with a note', async () => {
    await desk.select('reason', 'needs_detail')
    await desk.press(DECIDE)
    await desk.sees('.notice.good')
  })
  await ledger.step(other, 'whoever decides second is told', async () => {
    await other.choose('verdict', 'accept')
    await other.press(DECIDE)
    await other.sees('.notice.bad')
    assert.ok(await other.isChosen('verdict', 'accept'))
    await other.audit('moderate-case-conflict')
  })
  await other.goAway({ cookies: 1 })

  await ledger.step(desk, 'answers are accepted by keyboard', async () => {
    await desk.sees('.quote', '请把许可写清楚。')
    await desk.tabTo('#verdict-accept')
    await page.keyboard.press('Space')
    await desk.tabTo(DECIDE)
    await desk.leave(() => page.keyboard.press('Enter'))
    await desk.sees('.notice.good')
  })
  await ledger.step(desk, 'a report is rejected with a reason and a note', async () => {
    await desk.sees('.quote', 'three times in a row')
    await desk.choose('verdict', 'reject')
    await desk.select('reason', 'off_topic')
    left.rejection = 'Please tell the service itself.'
    await desk.write('note', left.rejection)
    await desk.press(DECIDE)
    await desk.sees('.notice.good')
  })
  await ledger.step(desk, 'what was decided is listed', async () => {
    await desk.open('/moderate')
    await desk.seesNo('.queue li')
    await desk.audit('moderate-queue-empty')
    await desk.press('nav.tabs a[href*="decided"]')
    assert.equal(await page.locator('.queue li').count(), 3)
    await desk.audit('moderate-decided')
    await desk.press('.queue li a')
    await desk.sees('.history')
    await desk.audit('moderate-case-decided')
  })
  await ledger.step(desk, 'a moderator is not a researcher', async () => {
    await desk.open('/research')
    assert.equal(desk.status, 403)
    await desk.audit('forbidden')
  })
  await desk.goAway({ cookies: 1 })
}

export async function acceptsTheCorrection(site, ledger) {
  const desk = await site.visitor({ language: 'zh-Hans' })
  await ledger.step(desk, 'the corrected answers are accepted', async () => {
    await signIn(desk, 'moderator')
    await desk.open('/moderate')
    await desk.press('.queue li a')
    await desk.sees('.quote', 'and which version.')
    await desk.sees('.history .quote', 'Which version do you mean?')
    await desk.audit('moderate-case-corrected')
    await desk.choose('verdict', 'accept')
    await desk.press(DECIDE)
    await desk.sees('.notice.good')
  })
  await ledger.step(desk, 'signing out ends it', async () => {
    await desk.press('header button')
    await desk.open('/moderate')
    assert.equal(desk.path(), '/sign-in')
  })
  await desk.goAway()
}
