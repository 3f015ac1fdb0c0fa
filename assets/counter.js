// Comfort only: how much of a limit a text has used, while it is typed.
for (const note of document.querySelectorAll('[data-limit]')) {
  const field = document.getElementById(note.id.slice(0, -2)), limit = Number(note.dataset.limit), text = note.textContent
  const count = () => {
    const length = [...field.value].length
    note.textContent = length ? `${text} (${length}/${limit})` : text
    note.classList.toggle('fault', length > limit)
  }
  field.addEventListener('input', count)
  count()
}
