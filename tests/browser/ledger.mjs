// What passed, what failed, and what a page weighs.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A whole page with styles and scripts, in bytes over the wire. */
const HEAVIEST = 20_480

/** What keeps a journey from going on; it has been told already. */
class Stopped extends Error {}

export class Ledger {
  passed = 0
  failed = 0
  weights = new Map()

  constructor(folder) {
    this.folder = folder
  }

  /** Whether all of its steps could be taken. */
  async journey(name, work) {
    console.log(`\n${name}`)
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof Stopped)) this.#fail(name, error)
      console.log('  What follows was not tried.')
      return false
    }
  }

  /** A step without which the journey cannot go on. */
  async step(visitor, sentence, work) {
    if (!(await this.check(visitor, sentence, work))) throw new Stopped(sentence)
  }

  /** A step without which it can. */
  async check(visitor, sentence, work) {
    try {
      await work()
      this.passed += 1
      console.log(`  passed  ${sentence}`)
      return true
    } catch (error) {
      this.#fail(sentence, error)
      await this.#keep(visitor.page)
      return false
    }
  }

  weigh(name, bytes) {
    this.weights.set(name, Math.max(bytes, this.weights.get(name) ?? 0))
    if (bytes > HEAVIEST) throw new Error(`${bytes} bytes over the wire, ${HEAVIEST} allowed`)
  }

  /** Prints the table and the closing line, and sets how the process ends. */
  end() {
    console.log('\nbytes over the wire, with styles and scripts')
    const heaviestFirst = [...this.weights].sort((a, b) => b[1] - a[1])
    for (const [name, bytes] of heaviestFirst) console.log(`${String(bytes).padStart(8)}  ${name}`)
    console.log(`\n${this.passed} passed, ${this.failed} failed`)
    process.exitCode = this.failed === 0 && this.passed > 0 ? 0 : 1
  }

  #fail(sentence, error) {
    this.failed += 1
    console.log(`  FAILED  ${sentence}\n          ${String(error.stack ?? error).replaceAll('\n', '\n          ')}`)
  }

  async #keep(page) {
    const at = join(this.folder, `failure-${this.failed}`)
    try {
      await writeFile(`${at}.html`, await page.content())
      await page.screenshot({ path: `${at}.png`, fullPage: true })
      console.log(`          ${page.url()}\n          kept in ${at}.png and ${at}.html`)
    } catch (error) {
      console.log(`          the page could not be kept: ${error.message}`)
    }
  }
}
