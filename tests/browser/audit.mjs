// What every page must be: accessible in light and dark, in one column at 320 px, light over the wire.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const NARROWEST = { width: 320, height: 640 }
const SIZES = { phone: { width: 390, height: 800 }, desktop: { width: 1280, height: 800 } }

export async function audit(visitor, name) {
  const { page, ledger } = visitor
  const size = page.viewportSize()
  const wrong = []
  const note = async (what, work) => {
    try {
      await work()
    } catch (error) {
      wrong.push(`${what}: ${error.message}`)
    }
  }
  // The last of the bytes are told a moment after the page is there.
  await page.waitForTimeout(50)
  await note('weight', () => ledger.weigh(name, visitor.bytes))
  await note('as it is', () => accessible(page))
  await note('as it is', () => oneColumn(page))
  await page.emulateMedia({ colorScheme: 'dark' })
  await note('dark', () => accessible(page))
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(NARROWEST)
  await note('320 px', () => accessible(page))
  await note('320 px', () => oneColumn(page))
  if (process.env.SCREENSHOTS) await inBothLanguages(visitor, () => photograph(page, name))
  await page.setViewportSize(size)
  assert.equal(wrong.join('\n'), '')
}

async function accessible(page) {
  await page.evaluate(`if (!window.axe) { ${axeSource} }`)
  const violations = await page.evaluate(async values => {
    const result = await window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] })
    return result.violations.flatMap(({ id, help, nodes }) => nodes.map(node => `${id} (${help}): ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`))
  }, RULES)
  assert.equal(violations.join('\n'), '')
}

async function oneColumn(page) {
  const { content, window, widest } = await page.evaluate(() => {
    const far = [...document.querySelectorAll('main *')].find(element => element.getBoundingClientRect().right > innerWidth + 1)
    return { content: document.documentElement.scrollWidth, window: innerWidth, widest: far?.outerHTML.slice(0, 200) }
  })
  assert.ok(content <= window, `${content} px wide in a window of ${window}: ${widest}`)
}

async function photograph(page, name) {
  const language = await page.locator('html').getAttribute('lang')
  for (const [device, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size)
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme })
      const file = `${name}-${device}-${colorScheme}-${language === 'en' ? 'en' : 'zh'}.png`
      await page.screenshot({ path: join(process.env.SCREENSHOTS, file), fullPage: true })
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Once as it is and once in the other language, where the page offers it and can be shown again. */
async function inBothLanguages(visitor, work) {
  const { page } = visitor
  await work()
  const here = page.url()
  const button = page.locator('button[name="go"][value^="language:"]')
  const link = page.locator('header a[hreflang]')
  if (await page.locator('.notice.bad, .fault').count()) return
  if (await button.count()) {
    await visitor.leave(() => button.first().click())
    await work()
    await visitor.leave(() => button.first().click())
  } else if (await link.count()) {
    await visitor.leave(() => link.first().click())
    await work()
    await page.goto(here)
  }
}
