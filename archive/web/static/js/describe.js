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

// Autofocus yields to an anchor, and screen readers take no notice of the focus on a place without a role: the
// heading of what stopped the form is where reading goes on. Twice, because they put their own place back to
// where it was on the page before, once this one has loaded.
const AGAIN = 700;
window.addEventListener('pageshow', () => {
  const heading = document.querySelector('.error-summary h2');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
  setTimeout(() => {
    if (document.activeElement !== heading) return;
    heading.blur();
    heading.focus();
  }, AGAIN);
});
