// Every type and appearance of a question, with scripts and without, by keyboard alone, from left to right and from right
// to left; and what a page does while it is being filled in. Needs the study in the folder `every`.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { Ledger } from './ledger.mjs'
import { Site } from './site.mjs'

const NEXT = '.actions button[value="next"]'
const SENT = '.ticket'

/** What is answered, and with which keys, when the first control of the question has the focus. */
const DAY = '01012026'
const ANSWERS = {
  who: 'Ada *L*', story: 'Once.', phone: '0123', site: 'example.org', secret: 'hush', fine: ['Space'],
  people: '1234567', cats: '3', height: '1.75', mood: ['Space', 'ArrowRight'], stars: ['Space', 'ArrowRight', 'ArrowRight'],
  share: '40', floor: ['Space'], age: ['ArrowDown', 'ArrowDown'], warm: ['Space'], day: DAY, plain: DAY,
  month: ['ArrowUp', 'ArrowRight', '2', '0', '2', '6'], year: '1999', wake: ['0', '7', '3', '0', 'A'], last: [...DAY, '0', '7', '3', '0', 'A'],
  one: ['Space', 'ArrowDown'], any: ['Space', 'ArrowUp', 'ArrowUp'], any_other: 'Quince', some: ['Space'], more: ['Space'],
  menu: ['ArrowDown'], town: ['Space'], cols: ['Space'], pack: ['Space'], bare: ['Space'], likert: ['Space'], part: ['Space'],
  'order[apple]': ['3'], 'order[pear]': ['1'], 'order[fig]': ['2'],
  grid_a: ['ArrowLeft'], grid_b: ['Space'], grid_c: ['Space'], mail: ['Space'], maps: ['Space'],
  rooms: '2', 'room[1]/room_use': 'Sleeping', 'room[2]/room_use': 'Cooking',
  'person[1]/person_name': 'Bea', 'person[1]/has_pet': ['Space'], 'person[1]/pet[1]/pet_name': 'Rex', quick: ['Space'],
  pic: ['Space', 'ArrowDown'], pics: ['Space'], 'best[pear]': ['1'], 'best[apple]': ['2'], 'best[fig]': ['3'],
  'market[latitude]': '52.5163', 'market[longitude]': '13.3777', why: 'It is near.',
}

const ledger = new Ledger(process.env.WORK)
const site = await Site.open(process.env.SITE, ledger)

async function begin(visitor, language) {
  await visitor.open('/studies/every/all')
  await visitor.choose('tick-take_part', 'yes')
  await visitor.choose('language', language)
  await visitor.press('button.first')
}

/** Goes to every control of the page that has no answer yet and types one, as long as there are any. */
async function answerByKeyboard(visitor, done) {
  const { page } = visitor
  for (;;) {
    // What the site has to say to the last answer has come by then.
    await page.waitForTimeout(visitor.scripts ? 700 : 0)
    const there = await page.locator('#questions [name]').evaluateAll(fields => fields.map(field => field.name))
    const open = [...new Set(there)].filter(name => name in ANSWERS && !done.has(name))
    if (open.length === 0) return
    for (const name of open) {
      const field = `[name="${name}"]`
      // Back to the beginning, as somebody who reads the page from the top.
      if (!(await isAhead(page, name))) await page.locator('h1').evaluate(title => { title.tabIndex = -1; title.focus() })
      await visitor.tabTo(field)
      const keys = ANSWERS[name]
      if (typeof keys === 'string') await page.keyboard.type(keys)
      else for (const key of keys) await page.keyboard.press(key)
      done.add(name)
    }
  }
}

async function isAhead(page, name) {
  return page.evaluate(wanted => {
    const field = document.querySelector(`[name="${wanted}"]`)
    return Boolean(document.activeElement.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING)
  }, name)
}

/** Answers the whole questionnaire; the answers as the receipt repeats them. */
async function answers(visitor, language, { audits = false } = {}) {
  const { page } = visitor
  const done = new Set()
  await begin(visitor, language)
  for (let steps = 0; steps < 40; steps += 1) {
    if (await page.locator(SENT).count()) break
    await answerByKeyboard(visitor, done)
    assert.equal(await page.locator('[aria-invalid="true"]').count(), 0, await page.locator('.fault').allTextContents())
    if (audits) await visitor.audit(`every-${language}-${visitor.path().split('/').at(-1)}`)
    await visitor.tabTo((await page.locator('button[value="send"]').count()) ? 'button[value="send"]' : NEXT)
    await visitor.leave(() => page.keyboard.press('Enter'))
  }
  await visitor.sees(SENT)
  if (audits) await visitor.audit(`every-${language}-receipt`)
  return page.locator('details dl').allInnerTexts()
}

const journeys = {
  async 'every kind of question, by keyboard, in both directions, with scripts and without'() {
    const said = {}
    for (const language of ['en', 'ar', 'zh-Hans']) {
      for (const scripts of [true, false]) {
        const visitor = await site.visitor({ language, scripts, width: scripts ? 1280 : 390 })
        await ledger.step(visitor, `${language}, scripts ${scripts ? 'on' : 'off'}`, async () => {
          said[`${language} ${scripts}`] = await answers(visitor, language, { audits: scripts })
          const all = said[`${language} ${scripts}`].join('\n')
          for (const part of ['Ada *L*', '1\u202f234\u202f567', '2026-01', '1999', 'Quince', 'Rex', 'Cooking', '52.5163, 13.3777', 'It is near.']) assert.ok(all.includes(part), `${part} in ${all}`)
        })
        await visitor.goAway()
      }
      assert.deepEqual(said[`${language} true`], said[`${language} false`])
    }
  },

  async 'a page while it is being filled in'() {
    const visitor = await site.visitor()
    const { page } = visitor
    await begin(visitor, 'en')
    await ledger.step(visitor, 'what an answer makes relevant appears and is told', async () => {
      await visitor.seesNo('[name="menu"]')
      await visitor.open(visitor.path().replace(/\/1$/, '/3'))
      await visitor.choose('more', 'y')
      await visitor.sees('[name="likert"]')
      await page.waitForFunction(() => document.getElementById('news').textContent === '6 questions were added.')
      assert.equal(await page.evaluate(() => document.activeElement.name), 'more')
      await page.keyboard.press('ArrowRight')
      await page.waitForFunction(() => document.getElementById('news').textContent === '6 questions were removed.')
      await visitor.seesNo('[name="menu"]')
      assert.equal(await page.evaluate(() => document.activeElement.value), 'n')
    })
    await ledger.step(visitor, 'options are filtered and labels are filled in', async () => {
      await visitor.choose('one', 'pear')
      await visitor.sees('legend', 'Which part of Pear?')
      await visitor.choose('part', 'pear_skin')
      await visitor.choose('one', 'fig')
      await visitor.sees('legend', 'Which part of Fig?')
      assert.equal(await page.locator('[name="part"][value="pear_skin"]').count(), 0)
    })
    await ledger.step(visitor, 'an answer that went away is there again when its question is', async () => {
      await visitor.choose('more', 'y')
      await visitor.sees('[name="menu"]')
      await visitor.select('menu', 'fig')
      await visitor.choose('pack', 'plum', 'fig')
      await visitor.choose('more', 'n')
      await page.waitForSelector('[name="likert"]', { state: 'detached' })
      await visitor.choose('more', 'y')
      await visitor.sees('[name="likert"]')
      assert.equal(await visitor.value('menu'), 'fig')
      assert.ok((await visitor.isChosen('pack', 'plum')) && (await visitor.isChosen('pack', 'fig')))
    })
    await ledger.step(visitor, 'a long list is searched while typing, and Enter stays on the page', async () => {
      await visitor.write('.search:town', 'sao')
      await page.waitForFunction(() => document.querySelectorAll('[name="town"]:not([value=""])').length === 1)
      await page.locator('[name=".search:town"]').press('Enter')
      await page.waitForTimeout(300)
      await visitor.choose('town', 'saopaulo')
      await visitor.write('.search:town', 'oslo')
      await visitor.sees('[name="town"][value="oslo"]')
      assert.ok(await visitor.isChosen('town', 'saopaulo'))
      assert.match(visitor.path(), /\/3$/)
    })
    await ledger.step(visitor, 'a fault is told when its question is left, not before, and goes when it is mended', async () => {
      await visitor.choose('some', 'apple', 'pear', 'fig', 'plum')
      await page.waitForTimeout(700)
      await visitor.seesNo('.fault')
      await page.locator('[name="more"]').first().focus()
      await visitor.sees('#f-some-e', 'Three at most.')
      await page.waitForFunction(() => document.getElementById('news').textContent.includes('Which fruits do you know?: Three at most.'))
      await visitor.untick('some', 'plum')
      await page.waitForSelector('#f-some-e', { state: 'detached' })
    })
    await ledger.step(visitor, 'nobody who types is disturbed', async () => {
      await visitor.open(visitor.path().replace(/\/3$/, '/1'))
      const who = page.locator('[name="who"]')
      await who.pressSequentially('Ada ', { delay: 20 })
      await visitor.sees('.note', 'Hello Ada, nice to meet you')
      assert.equal(await who.inputValue(), 'Ada ')
      await who.press('Home')
      await who.pressSequentially('Dr ', { delay: 20 })
      await visitor.sees('.note', 'Hello Dr Ada, nice to meet you')
      assert.deepEqual(await who.evaluate(field => [document.activeElement === field, field.selectionStart, field.value]), [true, 3, 'Dr Ada '])
      await page.locator('[name="story"]').focus()
      await page.waitForFunction(() => document.querySelector('[name="who"]').value === 'Dr Ada')
    })
    await ledger.step(visitor, 'a character that is being composed is not typed yet', async () => {
      const looks = []
      page.on('request', request => request.method() === 'POST' && looks.push(request.postData()))
      const wire = await visitor.context.newCDPSession(page)
      const story = page.locator('[name="story"]')
      await story.focus()
      await page.waitForTimeout(600)
      looks.length = 0
      for (const text of ['n', 'ni', 'ni h']) await wire.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
      await page.waitForTimeout(600)
      assert.equal(looks.length, 0)
      await wire.send('Input.insertText', { text: '你好' })
      await visitor.sees('#f-story-c', '(2/60)')
      assert.equal(looks.length, 1)
      assert.equal(await story.inputValue(), '你好')
    })
    await ledger.step(visitor, 'without a connection the page stays, and nothing is lost', async () => {
      await visitor.context.setOffline(true)
      await visitor.write('phone', '0456')
      await visitor.sees('#news', 'You are not connected')
      await visitor.audit('answer-offline')
      await page.locator(NEXT).click()
      await page.waitForTimeout(200)
      assert.match(visitor.path(), /\/1$/)
      assert.equal(await visitor.value('phone'), '0456')
      await visitor.context.setOffline(false)
      await visitor.write('site', 'example.org')
      await page.waitForSelector('#news.hidden', { state: 'attached' })
      visitor.forgive(/ERR_INTERNET_DISCONNECTED/)
    })
    await ledger.step(visitor, 'a slow look that was overtaken changes nothing', async () => {
      let slow = true
      await page.route('**/answer/**', async route => {
        const wait = slow && route.request().method() === 'POST' ? 1500 : 0
        slow = false
        await new Promise(resolve => setTimeout(resolve, wait))
        await route.continue().catch(() => {})
      })
      await visitor.write('who', 'Slow')
      await page.waitForTimeout(500)
      await visitor.write('who', 'Quick')
      await visitor.sees('.note', 'Hello Quick')
      await page.waitForTimeout(1600)
      await visitor.sees('.note', 'Hello Quick')
      await page.unroute('**/answer/**')
    })
    await ledger.step(visitor, 'a double click goes on once', async () => {
      await visitor.choose('fine', 'OK')
      await Promise.all([page.waitForEvent('load'), page.locator(NEXT).dblclick()])
      assert.match(visitor.path(), /\/2$/)
      assert.equal(await page.locator('[name="people"]').count(), 1)
    })
    await ledger.step(visitor, 'buttons count, and a slider is an answer once it is moved', async () => {
      await page.locator('[data-for="f-cats"][data-by="1"]').click()
      await page.locator('[data-for="f-cats"][data-by="1"]').click()
      assert.equal(await visitor.value('cats'), '2')
      const slider = page.locator('[type="range"][data-for="f-share"]')
      assert.equal(await visitor.value('share'), '')
      await visitor.sees('.slide.unset')
      await slider.focus()
      await page.keyboard.press('ArrowRight')
      assert.notEqual(await visitor.value('share'), '')
      await visitor.write('share', '80')
      assert.equal(await slider.inputValue(), '80')
      await visitor.write('people', '9876543')
      await visitor.sees('output', '9\u202f876\u202f543')
    })
    await ledger.step(visitor, 'parts are added and removed on the page', async () => {
      await visitor.open(visitor.path().replace(/\/2$/, '/5'))
      await visitor.write('rooms', '2')
      await visitor.sees('[name="room[2]/room_use"]')
      await visitor.write('person[1]/person_name', 'Ada')
      await page.locator('button[value="add:person"]').click()
      await visitor.sees('[name="person[2]/person_name"]:focus')
      await visitor.write('person[2]/person_name', 'Bea')
      await visitor.sees('legend', 'Does Bea have a pet?')
      await visitor.choose('person[2]/has_pet', 'y')
      await visitor.sees('button[value="add:person[2]/pet"]')
      await visitor.write('person[2]/pet[1]/pet_name', 'Rex')
      await page.locator('button[value="add:person[2]/pet"]').click()
      await visitor.sees('[name="person[2]/pet[2]/pet_name"]:focus')
      await visitor.sees('.fixed', '2')
      await page.locator('button[value="remove:1:person"]').click()
      await page.waitForSelector('[name="person[2]/person_name"]', { state: 'detached' })
      await visitor.sees('button[value="add:person"]:focus')
      assert.equal(await visitor.value('person[1]/person_name'), 'Bea')
      assert.equal(await visitor.value('person[1]/pet[1]/pet_name'), 'Rex')
      await visitor.audit('answer-every-repeats')
      await visitor.press(NEXT)
      assert.match(visitor.path(), /\/6$/)
      await page.goBack()
      await page.reload()
      assert.equal(await visitor.value('person[1]/person_name'), 'Bea')
      await visitor.seesNo('[name="person[2]/person_name"]')
      assert.equal(await page.locator('[name="person[1]/pet[2]/pet_name"]').count(), 1)
    })
    await ledger.step(visitor, 'one quick question leads on with a pointer, and by keyboard only with the button', async () => {
      await visitor.open(visitor.path().replace(/\/5$/, '/6'))
      await page.locator('[name="quick"]').first().focus()
      await page.keyboard.press('Space')
      await page.waitForTimeout(300)
      assert.match(visitor.path(), /\/6$/)
      await visitor.leave(() => page.locator('label', { hasText: 'No' }).first().click())
      assert.match(visitor.path(), /\/7$/)
    })
    await visitor.goAway()
  },

  async 'files and places on a page that keeps up'() {
    const visitor = await site.visitor({ width: 390 })
    const { page, context } = visitor
    await context.grantPermissions(['geolocation'])
    await context.setGeolocation({ latitude: 52.516312, longitude: 13.377712, accuracy: 12.4 })
    await begin(visitor, 'en')
    const sent = []
    page.on('request', request => request.method() === 'POST' && sent.push(request.postData() ?? ''))
    const file = { name: 'ada-at-home.png', mimeType: 'image/png', buffer: await readFile(new URL('every/pear.png', import.meta.url)) }
    await ledger.step(visitor, 'a look sends no file, and the file stays chosen', async () => {
      await visitor.open(visitor.path().replace(/\/1$/, '/8'))
      await page.locator('[name="photo"]').setInputFiles(file)
      await visitor.write('market[latitude]', '52')
      await visitor.write('market[longitude]', '13')
      await visitor.sees('[name="why"]')
      assert.ok(sent.length > 0 && sent.every(body => body.includes('photo=file') && !body.includes('ada-at-home')), sent)
      assert.equal(await page.locator('[name="photo"]').evaluate(field => field.files[0].name), 'ada-at-home.png')
      await visitor.audit('answer-every-files')
    })
    await ledger.step(visitor, 'the device says where it is, as exactly as is wanted', async () => {
      await page.locator('[name="market[decimals]"]').selectOption('1')
      await page.locator('[data-here]').click()
      await page.waitForFunction(() => document.querySelector('[name="market[longitude]"]').value === '13.4')
      assert.equal(await visitor.value('market[latitude]'), '52.5')
      await visitor.sees('[data-wait]', 'filled in')
      await page.waitForTimeout(600)
      assert.equal(await visitor.value('market[decimals]'), '1')
      await visitor.sees('[data-wait]', 'filled in')
      await page.locator('details', { has: page.locator('[name="market[altitude]"]') }).locator('summary').click()
      await visitor.write('market[altitude]', '34')
      await page.waitForTimeout(600)
      await visitor.sees('[name="market[altitude]"]')
    })
    await ledger.step(visitor, 'a button brings the file', async () => {
      await visitor.press('button[value="back"]')
      await visitor.open(visitor.path().replace(/\/7$/, '/8'))
      await visitor.sees('.stored', 'PNG')
      assert.equal(await visitor.value('market[altitude]'), '34')
      const picture = await page.locator('.stored a').getAttribute('href')
      assert.equal((await page.request.get(picture)).status(), 200)
      await visitor.choose('pic', 'fig')
      await page.waitForTimeout(600)
      await visitor.sees('.stored', 'PNG')
      await visitor.press('button[value="discard:photo"]')
      await visitor.seesNo('.stored')
      assert.ok(await visitor.isChosen('pic', 'fig'))
    })
    await visitor.goAway()
  },

  async 'a long list without scripts'() {
    const visitor = await site.visitor({ scripts: false, width: 390 })
    await begin(visitor, 'en')
    await ledger.step(visitor, 'the button searches, and so does Enter', async () => {
      await visitor.open(visitor.path().replace(/\/1$/, '/3'))
      await visitor.choose('more', 'y')
      await visitor.press(NEXT)
      await visitor.write('.search:town', 'cai')
      await visitor.press('button[value="search:town"]')
      await visitor.sees('[name=".search:town"]:focus')
      await visitor.choose('town', 'cairo')
      await visitor.write('.search:town', 'berl')
      await visitor.leave(() => visitor.page.keyboard.press('Enter'))
      await visitor.sees('[name="town"][value="berlin"]')
      assert.ok(await visitor.isChosen('town', 'cairo'))
      await visitor.press(NEXT)
      assert.match(visitor.path(), /\/4$/)
    })
    await visitor.goAway()
  },
}

const wanted = process.argv.slice(2)
for (const [name, journey] of Object.entries(journeys)) {
  if (wanted.length && !wanted.some(word => name.includes(word))) continue
  await ledger.journey(name, journey)
}
await site.close()
ledger.end()
