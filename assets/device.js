// Comfort only: every page works without this file. It asks the device for its location when a
// button is pressed, makes a picture as small as its question wants, and tells of a file that is too
// large before it is sent. Pages grow while they are filled in, so it listens at the document.
const part = (place, name) => place.querySelector(`[name$="[${name}]"]`)
const round = (number, decimals) => Number.isFinite(number) ? String(+number.toFixed(decimals)) : ''

if (navigator.geolocation) document.documentElement.classList.add('located')
document.addEventListener('click', ({ target }) => {
  const place = target.closest('[data-here]') && target.closest('[data-place]')
  if (!place) return
  const note = place.querySelector('[role=status]')
  note.textContent = note.dataset.wait
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    const decimals = +part(place, 'decimals').value
    part(place, 'latitude').value = round(coords.latitude, decimals)
    part(place, 'longitude').value = round(coords.longitude, decimals)
    // How exact the device was says nothing any more about what was rounded.
    part(place, 'altitude').value = decimals < 4 ? '' : round(coords.altitude ?? NaN, 0)
    part(place, 'accuracy').value = decimals < 4 ? '' : round(coords.accuracy, 0)
    note.textContent = note.dataset.done
    part(place, 'longitude').dispatchEvent(new Event('input', { bubbles: true }))
  }, () => { note.textContent = note.dataset.none }, { enableHighAccuracy: true, timeout: 30000 })
})

document.addEventListener('change', async ({ target: field }) => {
  const file = field.type === 'file' && field.files[0]
  if (!file) return
  if (field.dataset.pixels) await shrink(field, file, +field.dataset.pixels)
  field.setCustomValidity(field.files[0]?.size > +field.dataset.most ? field.dataset.fault : '')
  field.reportValidity()
})

// What is no picture stays as it is: the site will say so.
async function shrink(field, file, longest) {
  try {
    const picture = await createImageBitmap(file), scale = longest / Math.max(picture.width, picture.height)
    if (scale >= 1 || field.files[0] !== file) return
    const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale))
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
    const type = file.type === 'image/png' ? file.type : 'image/jpeg'
    const moved = new DataTransfer()
    moved.items.add(new File([await canvas.convertToBlob({ type, quality: .9 })], file.name, { type }))
    if (field.files[0] === file) field.files = moved.files
  } catch {}
}
