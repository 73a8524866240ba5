// Checks while somebody writes: asks once they pause, puts the findings in place without moving the focus,
// and says how many there are when that changes.
const PAUSE = 1200;
const form = document.getElementById('words');
const list = document.getElementById('findings-list');
const told = document.getElementById('findings-told');
let timer = 0;
let asking = null;
let held = null; // findings that wait until the person has left the list

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
    if (!answer.ok && answer.status !== 422) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const piece = page.querySelector('[data-counted]');
    if (!piece) return;
    if (list.contains(document.activeElement)) held = piece;
    else put(piece);
  } catch {
    // Another check began, or the archive cannot be reached: saving checks again.
  }
}

if (form?.dataset.check && list && told) {
  told.setAttribute('role', 'status');
  const later = (event) => {
    if (list.contains(event.target)) return;
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
