// Keeps what is typed and not saved: every few seconds after a change, and when the page is left. The
// server keeps it for this person, so that another browser shows it too.
const EVERY = 3000;
const SMALL = 60000; // bytes; what browsers let outlive the page
const KINDS = ['alt', 'long', 'transcript'];
const form = document.getElementById('words');
const place = document.getElementById('kept');
const due = new Set();
const busy = new Set();
let leaving = false;
let speaker = null;
let spoken = '';

function say(words) {
  place.textContent = words;
  const kind = words.replace(/\d/g, '');
  if (kind === spoken) return; // a new time alone is not said again
  spoken = kind;
  speaker.textContent = words;
}

async function keep(kind) {
  if (busy.has(kind)) return;
  due.delete(kind);
  busy.add(kind);
  const whole = new FormData(form);
  const body = new URLSearchParams({ part: kind });
  for (const name of ['csrf_token', 'lang', kind, `${kind}_version`, `${kind}_edition`, `${kind}_was`]) {
    body.set(name, whole.get(name) ?? '');
  }
  const short = body.toString().length < SMALL;
  try {
    const answer = await fetch(form.dataset.keep, { method: 'POST', body, keepalive: short });
    const json = (answer.headers.get('Content-Type') ?? '').includes('json') ? await answer.json() : {};
    if (answer.ok && 'edition' in json) {
      form.elements[`${kind}_edition`].value = json.edition;
      const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
      if (json.edition) say(place.dataset.kept.replace('{time}', time.format(new Date())));
    } else {
      say(json.told ?? place.dataset.lost);
    }
  } catch {
    if (!leaving) { due.add(kind); say(place.dataset.lost); }
  } finally {
    busy.delete(kind);
  }
}

if (form?.dataset.keep && place) {
  speaker = Object.assign(document.createElement('p'), { className: 'words-only' });
  speaker.setAttribute('role', 'status');
  place.after(speaker);
  let timer = 0;
  const all = () => { for (const kind of [...due]) keep(kind); if (due.size) timer = setTimeout(all, EVERY); else timer = 0; };
  const note = (kind) => { due.add(kind); if (!timer) timer = setTimeout(all, EVERY); };
  for (const kind of KINDS) {
    const field = form.elements[kind];
    field?.addEventListener('input', () => note(kind));
    if (field && field.value !== field.defaultValue) note(kind); // the browser brought words back itself
  }
  form.addEventListener('submit', () => { leaving = true; due.clear(); clearTimeout(timer); });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') all(); });
  window.addEventListener('pagehide', () => { if (!leaving) { leaving = true; all(); } });
  window.addEventListener('pageshow', () => { leaving = false; });
}
