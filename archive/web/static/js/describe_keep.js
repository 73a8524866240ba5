// Keeps what is typed and not saved: every few seconds after a change, and before the page is left. The server
// keeps it for this person, so that another browser shows it too. Links and other forms of the page wait until
// it has arrived, since the next page may show it; what is on its way when a window is closed or another
// address typed is remembered here, and put back where the next page came without it.
const EVERY = 3000;
const PATIENCE = 2000; // as long as a link waits
const SMALL = 60000; // bytes; what browsers let outlive the page
const TEXTS = ['alt', 'long', 'transcript'];
const FACTS = ['visible_words', 'content_advisory', 'kind'];
const form = document.getElementById('words');
const place = document.getElementById('kept');
const due = new Set(); // parts of the form that changed since they were sent: a text each, and "facts"
const busy = new Map(); // what is on its way, by part
const before = new Map(); // what is known to have arrived, by part
const released = new WeakSet(); // forms that have waited
let leaving = false;
let saving = false;
let failed = '';
let timer = 0;
let going = null;

const reasons = () => [...document.querySelectorAll('#findings-list [name^="answer-"]')];

function typed(part) {
  const values = {};
  for (const name of part === 'facts' ? FACTS : [part]) {
    if (form.elements[name]) values[name] = form.elements[name].value;
  }
  if (part === 'facts') for (const one of reasons()) values[one.name] = one.value;
  return values;
}

function partOf(field) {
  if (TEXTS.includes(field.name)) return field.name;
  return FACTS.includes(field.name) || reasons().includes(field) ? 'facts' : '';
}

function failing(words) {
  place.textContent = words;
  if (words !== failed) document.dispatchEvent(new CustomEvent('tell', { detail: words }));
  failed = words;
}

function arrived(part, sending, edition) {
  const field = form.elements[`${part}_edition`];
  if (field) field.value = edition;
  before.set(part, sending.typed);
  failed = '';
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
  place.textContent = edition ? place.dataset.kept.replace('{time}', time.format(new Date())) : '';
}

function body(part, sending) {
  const whole = new FormData(form);
  const words = new URLSearchParams({ part, ...sending.typed });
  const marks = part === 'facts' ? FACTS.map((name) => `${name}_was`) : [`${part}_version`, `${part}_was`];
  for (const name of ['csrf_token', 'lang', 'window', `${part}_edition`, ...marks]) words.set(name, whole.get(name) ?? '');
  return words;
}

async function send(part, sending) {
  const words = body(part, sending);
  const keepalive = words.toString().length < SMALL;
  try {
    const answer = await fetch(form.dataset.keep, { method: 'POST', body: words, keepalive, signal: sending.stop.signal });
    const json = (answer.headers.get('Content-Type') ?? '').includes('json') ? await answer.json() : {};
    if (answer.ok && 'edition' in json) arrived(part, sending, json.edition);
    else failing(json.told ?? place.dataset.lost);
  } catch {
    if (!leaving && busy.get(part) === sending) {
      note(part);
      failing(place.dataset.lost);
    }
  } finally {
    if (busy.get(part) === sending) busy.delete(part);
  }
}

function keep(part) {
  const earlier = busy.get(part);
  if (earlier && !leaving) return earlier.over; // one after the other: the newest is sent next
  earlier?.stop.abort();
  due.delete(part);
  const sending = { typed: typed(part), stop: new AbortController() };
  busy.set(part, sending);
  sending.over = send(part, sending);
  return sending.over;
}

function all() {
  for (const part of [...due]) keep(part);
  timer = due.size ? setTimeout(all, EVERY) : 0;
}

function note(part) {
  due.add(part);
  if (!timer) timer = setTimeout(all, EVERY);
}

async function settled(wanted) {
  const end = performance.now() + PATIENCE;
  failed = '';
  while (wanted().length && !failed && performance.now() < end) {
    const over = Promise.all(wanted().map(keep));
    await Promise.race([over, new Promise((done) => { setTimeout(done, end - performance.now()); })]);
  }
}

// The last that was asked for is done, once.
async function hold(event, wanted, go) {
  event.preventDefault();
  const first = !going;
  going = go;
  if (!first) return;
  await settled(wanted);
  const then = going;
  going = null;
  then();
}

const unsettled = () => [...new Set([...due, ...busy.keys()])];
const underway = () => [...busy.keys()];

function followed(event) {
  const link = event.currentTarget;
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey && event.detail);
  if (event.defaultPrevented || link.hasAttribute('download')) return;
  if (!plain || (link.target && link.target !== '_self')) { all(); return; }
  const here = link.hash && link.href.split('#')[0] === location.href.split('#')[0];
  if (here || !unsettled().length) return;
  hold(event, unsettled, () => location.assign(link.href));
}

// On each link, never on the document: a click that is listened for there makes each heading that can be focused
// "clickable" for screen readers, or not, as the timing goes. The checks bring new links.
function attend() {
  for (const link of document.links) link.addEventListener('click', followed);
}

function sent(event) {
  const { target, submitter } = event;
  if (event.defaultPrevented) return;
  const own = target === form && (submitter?.formAction ?? form.action) === form.action;
  const wanted = own ? underway : unsettled; // saving takes everything along by itself
  if (!released.delete(target) && wanted().length) {
    hold(event, wanted, () => { released.add(target); target.requestSubmit(submitter); });
  } else if (target === form) {
    saving = true;
    due.clear();
    clearTimeout(timer);
    timer = 0;
  }
}

const memory = () => `describe ${form.dataset.who} ${form.dataset.keep} ${form.elements.lang.value}`;

function remember() {
  const left = unsettled().map((part) => [part, typed(part), [before.get(part), busy.get(part)?.typed].filter(Boolean)]);
  try {
    if (left.length) sessionStorage.setItem(memory(), JSON.stringify(left));
  } catch {
    // Nothing can be remembered here: what the browser still sends has to do.
  }
}

function remembered() {
  try {
    const left = JSON.parse(sessionStorage.getItem(memory()) ?? '[]');
    sessionStorage.removeItem(memory());
    return left;
  } catch {
    return [];
  }
}

// Only over words that the window had before: never over what is newer.
function restore([part, values, older]) {
  const now = typed(part);
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name];
    if (!field || value === now[name] || !older.some((one) => (one[name] ?? '') === (now[name] ?? ''))) continue;
    field.value = value;
    (field instanceof RadioNodeList ? field[0] : field).dispatchEvent(new Event('input', { bubbles: true }));
  }
}

if (form?.dataset.keep && place) {
  for (const part of [...TEXTS, 'facts']) before.set(part, typed(part));
  form.addEventListener('input', (event) => {
    saving = false;
    const part = partOf(event.target);
    if (part) note(part);
  });
  for (const part of TEXTS) {
    const field = form.elements[part];
    if (field && field.value !== field.defaultValue) note(part); // the browser brought words back itself
  }
  remembered().forEach(restore);
  attend();
  new MutationObserver(attend).observe(form, { childList: true, subtree: true });
  document.addEventListener('submit', sent);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') all(); });
  window.addEventListener('pagehide', () => {
    if (saving) return;
    leaving = true;
    remember();
    all();
  });
  window.addEventListener('pageshow', (event) => {
    leaving = false;
    saving = false;
    if (event.persisted) remembered();
  });
}
