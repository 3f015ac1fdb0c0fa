// Comfort only: every page works without this file.
document.querySelectorAll('[data-limit]').forEach(note => {
  const field = document.getElementById(note.id.slice(0, -2)), limit = +note.dataset.limit, text = note.textContent
  const count = () => {
    const length = [...field.value].length
    note.textContent = length ? `${text} (${length}/${limit})` : text
    note.classList.toggle('fault', length > limit)
  }
  field.addEventListener('input', count)
  count()
})
document.addEventListener('change', event => {
  const box = event.target
  if (box.type !== 'checkbox' || !box.checked) return
  document.getElementsByName(box.name).forEach(other => {
    if (other !== box && ('alone' in box.dataset || 'alone' in other.dataset)) other.checked = false
  })
})
