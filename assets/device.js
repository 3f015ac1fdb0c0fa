// Comfort only: every page works without this file. It asks the device for its location when a
// button is pressed, and tells of a file that is too large before it is sent.
document.querySelectorAll('[data-place]').forEach(place => {
  const offer = place.querySelector('p'), note = offer.querySelector('[role=status]')
  const field = part => place.querySelector(`[name$="[${part}]"]`)
  const round = (number, decimals) => Number.isFinite(number) ? String(+number.toFixed(decimals)) : ''
  if (!navigator.geolocation) return
  offer.hidden = false
  offer.querySelector('button').addEventListener('click', () => {
    note.textContent = note.dataset.wait
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const decimals = +field('decimals').value
      field('latitude').value = round(coords.latitude, decimals)
      field('longitude').value = round(coords.longitude, decimals)
      // How exact the device was says nothing any more about what was rounded.
      field('altitude').value = decimals < 4 ? '' : round(coords.altitude ?? NaN, 0)
      field('accuracy').value = decimals < 4 ? '' : round(coords.accuracy, 0)
      note.textContent = note.dataset.done
      field('longitude').dispatchEvent(new Event('change', { bubbles: true }))
    }, () => { note.textContent = note.dataset.none }, { enableHighAccuracy: true, timeout: 30000 })
  })
})
document.querySelectorAll('[type=file][data-most]').forEach(field => {
  field.addEventListener('change', () => {
    const [file] = field.files
    field.setCustomValidity(file && file.size > field.dataset.most ? field.dataset.fault : '')
    field.reportValidity()
  })
})
