// Checks while somebody writes: asks once they pause, puts the findings in place without moving the focus, and
// tells in one sentence how long the text is and how much was found.
const PAUSE = 1200;
const form = document.getElementById('words');
const list = document.getElementById('findings-list');
const told = document.getElementById('findings-told');
let timer = 0;
let asking = null;
let held = null; // findings that wait until the person has left the list
let counts = null; // where the length of the text stands that was typed last

function tell(found) {
  const detail = [counts?.textContent, found].filter(Boolean).join(' ');
  if (detail) document.dispatchEvent(new CustomEvent('tell', { detail }));
}

function put(piece) {
  const typed = new Map([...list.querySelectorAll('input, textarea')].map((one) => [one.name, one.value]));
  list.replaceChildren(piece);
  for (const one of list.querySelectorAll('input:not([type="hidden"]), textarea')) {
    if (typed.has(one.name)) one.value = typed.get(one.name);
  }
  if (told.textContent !== piece.dataset.counted) told.textContent = piece.dataset.counted;
}

async function check() {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(form.dataset.check, { method: 'POST', body: new FormData(form), signal: asking.signal });
    const page = answer.ok || answer.status === 422 ? await answer.text() : '';
    const piece = new DOMParser().parseFromString(page, 'text/html').querySelector('[data-counted]');
    tell(piece?.dataset.counted);
    if (!piece) return;
    if (list.contains(document.activeElement)) held = piece;
    else put(piece);
  } catch (trouble) {
    // Another check began, or the archive cannot be reached: saving checks again.
    if (trouble.name !== 'AbortError') tell();
  }
}

if (form?.dataset.check && list && told) {
  const later = (event) => {
    if (list.contains(event.target)) return;
    counts = form.querySelector(`[data-counts="${event.target.id}"]`);
    held = null;
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  };
  form.addEventListener('input', later);
  form.addEventListener('submit', () => { clearTimeout(timer); asking?.abort(); });
  list.addEventListener('focusout', () => setTimeout(() => {
    if (held && !list.contains(document.activeElement)) { put(held); held = null; }
  }));
}
