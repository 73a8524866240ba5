// Brings the focus to what stopped a form, on every page with an error summary; without this script autofocus does
// what it can. Autofocus yields to an anchor, and screen readers put their own place back to where it was on the page
// before once this one has loaded. So the focus first goes to the summary, which has no role (a heading focused while
// the page is being loaded leaves Orca 43 reading nothing at all), and to its heading when the page has been taken in.
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
