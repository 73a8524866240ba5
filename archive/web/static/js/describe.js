// Counts characters and words as they stand in each field, and brings the focus to what stopped the form.
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

// Autofocus yields to an anchor, and screen readers put their own place back to where it was on the page before
// once this one has loaded. So the focus first goes to the summary, which has no role (a heading focused while the
// page is being loaded leaves Orca 43 reading nothing at all), and to its heading when the page has been taken in.
const TAKEN_IN = 700; // milliseconds
window.addEventListener('pageshow', () => {
  const summary = document.querySelector('.error-summary');
  if (!summary) return;
  const heading = summary.querySelector('h2');
  heading.tabIndex = -1;
  if (!summary.contains(document.activeElement)) summary.focus();
  setTimeout(() => {
    if (document.activeElement === summary) heading.focus();
  }, TAKEN_IN);
});
