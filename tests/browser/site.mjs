// The browser and the people in it. Nobody may fetch anything from elsewhere, break the site's own content security
// policy or meet an error in the console: whoever does, fails when leaving.

import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'
import { audit } from './audit.mjs'

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]
const LOCALES = { en: 'en-GB', 'zh-Hans': 'zh-CN', ar: 'ar-EG' }
const PATIENCE = 5_000

export class Site {
  static async open(address, ledger) {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
    const browser = await chromium.launch({ executablePath, args: FLAGS })
    return Object.assign(new Site(), { address, ledger, browser })
  }

  /** Somebody on a device of their own. */
  async visitor({ language = 'en', width = 1280, scripts = true } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.address,
      locale: LOCALES[language],
      viewport: { width, height: 800 },
      javaScriptEnabled: scripts,
      reducedMotion: 'reduce',
      acceptDownloads: true,
    })
    context.setDefaultTimeout(PATIENCE)
    const visitor = new Visitor(this, context, await context.newPage(), scripts)
    await visitor.watch()
    return visitor
  }

  async close() {
    await this.browser.close()
  }
}

export class Visitor {
  /** Status of the page. */
  status = 0
  /** Bytes that the page took over the wire. */
  bytes = 0
  #trouble = []

  constructor(site, context, page, scripts) {
    Object.assign(this, { site, context, page, scripts, ledger: site.ledger })
  }

  async watch() {
    this.context.on('request', request => {
      const url = request.url()
      if (!url.startsWith(`${this.site.address}/`) && !url.startsWith('data:')) this.#trouble.push(`fetched ${url}`)
    })
    this.context.on('response', response => {
      const isPage = response.request().isNavigationRequest()
      if (isPage) this.status = response.status()
      if (response.status() >= (isPage ? 500 : 400)) this.#trouble.push(`${response.status()} for ${response.url()}`)
    })
    this.context.on('console', message => {
      // A page that says what is wrong has a status of 4xx; the browser repeats it in the console.
      const isStatus = message.text().startsWith('Failed to load resource: the server responded with a status of 4')
      if (['error', 'warning'].includes(message.type()) && !isStatus) {
        this.#trouble.push(`console at ${this.page.url()}: ${message.text()}`)
      }
    })
    this.context.on('weberror', error => this.#trouble.push(`script at ${this.page.url()}: ${error.error()}`))
    const wire = await this.context.newCDPSession(this.page)
    await wire.send('Network.enable')
    await wire.send('Network.setCacheDisabled', { cacheDisabled: true })
    // What a page asks for while it is being filled in is no part of its weight.
    const later = new Set()
    wire.on('Network.requestWillBeSent', event => {
      if (event.type === 'Document') this.bytes = 0
      if (event.type === 'Fetch') later.add(event.requestId)
    })
    wire.on('Network.loadingFinished', event => {
      if (!later.has(event.requestId)) this.bytes += event.encodedDataLength
    })
  }

  async open(path) {
    await this.page.goto(path)
  }

  /** Presses the first of what leads to another page. */
  async press(selector) {
    await this.leave(() => this.page.locator(selector).first().click())
  }

  /** Does what leads to another page. */
  async leave(act) {
    await Promise.all([this.page.waitForEvent('load'), act()])
  }

  path() {
    const { pathname } = new URL(this.page.url())
    return pathname
  }

  /** Ticks or chooses options. */
  async choose(name, ...values) {
    for (const value of values) await this.page.locator(`input[name="${name}"][value="${value}"]`).check()
  }

  async untick(name, value) {
    await this.page.locator(`input[name="${name}"][value="${value}"]`).uncheck()
  }

  async isChosen(name, value) {
    return this.page.locator(`input[name="${name}"][value="${value}"]`).isChecked()
  }

  /** Answers each of the rows or questions with the same option. */
  async rate(value, ...names) {
    for (const name of names) await this.choose(name, value)
  }

  async select(name, value) {
    await this.page.locator(`select[name="${name}"]`).selectOption(value)
  }

  /** Chooses from a list so long that an option must be searched. */
  async find(name, words, value) {
    await this.write(`.search:${name}`, words)
    if (!this.scripts) await this.press(`button[value="search:${name}"]`)
    await this.choose(name, value)
  }

  async write(name, text) {
    await this.page.locator(`[name="${name}"]`).fill(text)
  }

  async value(name) {
    return this.page.locator(`[name="${name}"]`).inputValue()
  }

  async sees(selector, text = '') {
    const found = this.page.locator(selector).filter({ hasText: text, visible: true })
    await found.first().waitFor()
  }

  async seesNo(selector) {
    assert.equal(await this.page.locator(selector).count(), 0, `${selector} is on ${this.page.url()}`)
  }

  async language() {
    return this.page.locator('html').getAttribute('lang')
  }

  /** Goes from control to control, as somebody without a pointer does, until one fits. */
  async tabTo(selector) {
    for (let presses = 0; presses < 80; presses += 1) {
      await this.page.keyboard.press('Tab')
      if (await this.page.evaluate(wanted => document.activeElement.matches(wanted), selector)) return
    }
    assert.fail(`the Tab key does not lead to ${selector}`)
  }

  /** The page as it is: accessible, light, in one column on the narrowest phone. */
  async audit(name) {
    await this.ledger.check(this, `page ${name}`, () => audit(this, name))
  }

  /** What went wrong on purpose is no trouble. */
  forgive(pattern) {
    this.#trouble = this.#trouble.filter(what => !pattern.test(what))
  }

  /** Nothing fetched from elsewhere, nothing refused, nothing broken; no cookie where none may be. */
  async goAway({ cookies = 0 } = {}) {
    await this.ledger.check(this, 'no foreign request, no refused resource, no error, no cookie too many', async () => {
      assert.deepEqual(this.#trouble, [])
      assert.equal((await this.context.cookies()).length, cookies)
    })
    await this.context.close()
  }
}
