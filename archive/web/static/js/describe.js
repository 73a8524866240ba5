// Counts characters and words as they stand in each field.
for (const place of document.querySelectorAll('[data-counts]')) {
  const field = document.getElementById(place.dataset.counts);
  if (!field) continue;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const count = () => {
    const text = field.value.trim();
    const words = text ? text.split(/\s+/u).length : 0;
    place.textContent = place.dataset.told
      .replace('{characters}', number.format([...text].length))
      .replace('{words}', number.format(words));
  };
  field.addEventListener('input', count);
  count(); // browsers may have brought back other words than the page came with
}
