// Comfort only: every page works without this file. What is asked, required, offered or calculated is for
// the site to say: this sends what stands in the form, and puts what has changed in its place.
(() => {
const form = document.getElementById('sheet'), news = document.getElementById('news')
// Values of controls that went away: still sent, so that they are there when the question comes back.
const kept = document.createElement('div')
kept.hidden = true
form.after(kept)
document.documentElement.classList.add('live')

let timer, running, unit, sending, off, touched = 0
const changed = new Set(), left = new Set()
const TYPED = 'input:not([type=radio],[type=checkbox],[type=range],[type=hidden]),textarea'
const CONTROL = TYPED + ',input:not([type=hidden]),select,button'
const isTicked = field => /radio|checkbox/.test(field.type)

// Looking.

const stop = () => {
  clearTimeout(timer)
  running?.abort()
  running = null
}
const soon = wait => {
  stop()
  timer = setTimeout(look, wait)
}

async function look(go) {
  stop()
  const own = running = new AbortController(), body = new URLSearchParams()
  // Of a file only that it was chosen: it comes with a button.
  for (const [name, value] of new FormData(form)) body.append(name, value.name ? 'file' : value.size === 0 ? '' : value)
  body.append('go', go || 'look')
  body.append('.left', [...left].join(' '))
  body.append('.have', [...form.querySelectorAll('[data-v]')].map(block => block.dataset.v).join(' '))
  let reply
  try {
    reply = await fetch(form.action, { method: 'POST', body, signal: own.signal })
    if (reply.status > 499) throw reply
    reply = new DOMParser().parseFromString(await reply.text(), 'text/html')
  } catch {
    if (running === own) away(true)
    return
  }
  if (running !== own) return
  running = null
  away(false)
  const sheet = reply.getElementById('sheet'), told = reply.getElementById('news')
  // Whatever else came is for the next button to show: the draft may be gone.
  if (!sheet || !told) return
  left.clear()
  const was = document.activeElement, block = was.closest('[data-v]')?.id
  morph(form, sheet, !/^remove/.test(go))
  for (const field of [...kept.children]) {
    if ([...form.elements].some(other => other.name === field.name && !kept.contains(other))) field.remove()
  }
  news.textContent = told.textContent
  const to = told.dataset.to || !was.isConnected && block
  if (to) {
    const place = document.getElementById(to)
    ;(place?.matches(CONTROL) ? place : place?.querySelector(CONTROL) ?? form.querySelector('h1')).focus()
  }
}

function away(is) {
  off = is
  news.classList.toggle('hidden', !is)
  news.textContent = is ? news.dataset.off : ''
}

// Making one element like another, without touching what need not change: focus, caret and what is being
// typed stay.

const key = node => node.control && node.localName === 'label' ? key(node.control) + ' label'
  : node.name ? node.name + (isTicked(node) || node.type === 'submit' ? node.value : '')
  : node.id || (node.localName === 'option' ? node.value : node.nodeName)

function morph(old, now, keeps) {
  // What has not changed, and what another script writes.
  if (now.localName === 'i' && now.id || now.dataset?.wait) return
  for (const { name } of [...old.attributes]) if (name !== 'open' && !now.hasAttribute(name)) old.removeAttribute(name)
  for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value)
  const rest = [...old.childNodes], keys = rest.map(key)
  const pairs = [...now.childNodes].map(node => {
    const at = keys.indexOf(key(node))
    if (at < 0) return [node]
    keys.splice(at, 1)
    return [node, rest.splice(at, 1)[0]]
  })
  for (const node of rest) {
    if (keeps) keep(node)
    node.remove()
  }
  let place = old.firstChild
  for (const [node, own] of pairs) {
    // An element that is moved loses the focus; white space does not.
    while (own && own !== place && place?.nodeType === 3) place = place.nextSibling
    if (own === place) place = place?.nextSibling
    else old.insertBefore(own ?? node, place)
    if (own?.nodeType === 1) morph(own, node, keeps)
    else if (own && own.data !== node.data) own.data = node.data
  }
  settle(old)
}

// What a control holds is what the site says it holds, except where somebody is typing.
function settle(field) {
  if (isTicked(field)) field.checked = field.defaultChecked
  else if (field.localName === 'option') field.selected = field.defaultSelected
  else if (field.localName === 'select') {
    if (!field.querySelector('[selected]')) field.selectedIndex = 0
  } else if (/input|textarea/.test(field.localName) && field.type !== 'file' && field.value !== field.defaultValue) {
    if (field === document.activeElement && field.matches(TYPED)) field.closest('[data-v]')?.removeAttribute('data-v')
    else field.value = field.defaultValue
  }
}

function keep(node) {
  const fields = node.querySelectorAll ? [node, ...node.querySelectorAll('*')] : []
  for (const { name, type, value, checked } of fields) {
    if (!name || !value || /^\.|^go$|\[was]$/.test(name) || /radio|checkbox/.test(type) && !checked || type === 'file') continue
    const field = document.createElement('input')
    Object.assign(field, { type: 'hidden', name, value })
    field.setAttribute('form', 'sheet')
    kept.append(field)
  }
}

// What people do.

// A ranking has a field for each option, and a button or slider belongs to a field.
const nameOf = ({ dataset, name = '' }) =>
  (dataset.for ? document.getElementById(dataset.for).name : name).replace(/\[[^\]]*\]$/, '')

// Faults are shown of what somebody changed and then left, never before.
function leave(to) {
  if (to === unit) return
  if (changed.delete(unit)) {
    left.add(unit)
    soon(0)
  }
  unit = to
}

function change(field, wait) {
  leave(nameOf(field))
  changed.add(unit)
  soon(wait)
}

function setBoth(field, value) {
  field.value = value
  change(field, 150)
}

const slider = field => document.querySelector(`[type=range][data-for="${CSS.escape(field.id)}"]`)

form.addEventListener('input', event => {
  const field = event.target
  // Somebody who composes a character has not typed it yet.
  if (event.isComposing) return stop()
  if (field.type === 'checkbox' && field.checked) {
    for (const other of document.getElementsByName(field.name)) {
      if (other !== field && ('alone' in field.dataset || 'alone' in other.dataset)) other.checked = false
    }
  }
  if (field.type === 'range') {
    field.classList.remove('unset')
    return setBoth(document.getElementById(field.dataset.for), field.value)
  }
  const bound = field.id && slider(field)
  if (bound) bound.value = field.value
  change(field, field.matches(TYPED) ? 400 : 50)
  if (field.type === 'radio' && field.value && field.closest('[data-quick]') && Date.now() - touched < 700) {
    // The first button goes on and never sends.
    form.requestSubmit(form.querySelector('[name=go]'))
  }
})
form.addEventListener('compositionend', event => change(event.target, 400))
form.addEventListener('pointerup', () => { touched = Date.now() })
form.addEventListener('focusin', event => leave(nameOf(event.target)))
form.addEventListener('focusout', event => {
  // Another window is not another question.
  if (!event.relatedTarget && document.activeElement !== event.target) leave('')
})
form.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.target.type !== 'search' || event.isComposing) return
  event.preventDefault()
  look()
})
form.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-by]')
  if (!button) return
  const field = document.getElementById(button.dataset.for)
  setBoth(field, Number(field.value || 0) + Number(button.dataset.by))
})
form.addEventListener('submit', event => {
  const go = event.submitter?.value
  // A chosen file stays where it is while instances move, so that it would belong to another one.
  const moves = /^remove/.test(go) && [...form.elements].some(field => field.files?.length)
  if (/^(add|remove|search):/.test(go) && !moves) {
    event.preventDefault()
    return look(go)
  }
  if (!navigator.onLine) {
    event.preventDefault()
    return away(true)
  }
  // The second click of a double click.
  if (Date.now() - sending < 2000) event.preventDefault()
  sending = Date.now()
  stop()
})
addEventListener('online', () => off && look())
addEventListener('pageshow', event => {
  sending = 0
  if (event.persisted) look()
})
})()
