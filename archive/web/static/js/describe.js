// Counts characters and words while somebody types, and says so once they pause.
const PAUSE = 1200;

for (const place of document.querySelectorAll('[data-counts]')) {
  const field = document.getElementById(place.dataset.counts);
  if (!field) continue;
  const language = document.documentElement.lang;
  let timer = 0;
  place.setAttribute('role', 'status');
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const text = field.value.trim();
      const count = text ? text.split(/\s+/u).length : 0;
      const told = place.dataset.told
        .replace('{characters}', new Intl.NumberFormat(language).format([...text].length))
        .replace('{words}', new Intl.NumberFormat(language).format(count));
      if (place.textContent !== told) place.textContent = told;
    }, PAUSE);
  });
}
