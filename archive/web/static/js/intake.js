// Tells how far an import is without a new page. The bar moves at every look; the sentence, which is spoken,
// changes when another tenth is done and ten seconds have passed, and when it is over. Where nobody knows how
// much there is, it changes after ten seconds, after thirty, and then after twice as long each time.
const EVERY = 5000;
const QUIET = 10000;
const STEP = 10; // percent
const place = document.querySelector('[data-poll]');
const link = document.getElementById('refresh');
const bar = document.getElementById('bar');
const SECOND = 30000;
const begun = Date.now();
let unknown = QUIET; // since the page came: when to speak next without a percentage
let said = { at: Date.now(), step: bar ? Math.floor(bar.value / STEP) : -1, state: '' };

function tell(told) {
  const percent = told.percent ?? null;
  if (bar && percent !== null) bar.value = percent;
  const step = percent === null ? -1 : Math.floor(percent / STEP);
  const since = Date.now() - begun;
  const further = step === -1 ? since >= unknown : step !== said.step;
  const due = told.over || ((further || told.state !== said.state) && Date.now() - said.at >= QUIET);
  if (!due || place.textContent === told.words) return;
  while (unknown <= since) unknown = unknown === QUIET ? SECOND : unknown * 2;
  place.textContent = told.words;
  said = { at: Date.now(), step, state: told.state };
}

// What the page would be called if it came now, and without what can no longer be done.
function ended(told) {
  const called = place.dataset.heading;
  const heading = document.querySelector('h1');
  if (called && heading) {
    heading.textContent = heading.textContent.replace(called, () => `${called}: ${told.named}`);
    document.title = document.title.replace(called, () => `${called}, ${told.named}`);
  }
  document.querySelectorAll('[data-while]').forEach((part) => {
    if (part.dataset.while.split(' ').includes(told.state)) return;
    if (part.contains(document.activeElement)) link.focus();
    part.hidden = true;
  });
}

async function look() {
  let over = false;
  try {
    const answer = await fetch(place.dataset.poll, { headers: { Accept: 'application/json' } });
    if (answer.ok) {
      const told = await answer.json();
      tell(told);
      over = told.over;
      if (over) ended(told);
    }
  } catch {
    over = false; // the server may be starting again: the next look tells
  }
  if (over) link.textContent = link.dataset.over;
  else setTimeout(look, EVERY);
}

if (place && link) setTimeout(look, EVERY);
