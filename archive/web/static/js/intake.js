// Tells how far an import is without a new page. The bar moves at every look; the sentence, which is spoken,
// changes when another tenth is done and ten seconds have passed, and when it is over.
const EVERY = 5000;
const QUIET = 10000;
const STEP = 10; // percent
const place = document.querySelector('[data-poll]');
const link = document.getElementById('refresh');
const bar = document.getElementById('bar');
let said = { at: Date.now(), step: bar ? Math.floor(bar.value / STEP) : -1, state: '' };

function tell(told) {
  if (bar && told.percent !== null) bar.value = told.percent;
  const step = told.percent === null ? -1 : Math.floor(told.percent / STEP);
  const further = step !== said.step || told.state !== said.state || step === -1;
  const due = told.over || (further && Date.now() - said.at >= QUIET);
  if (!due || place.textContent === told.words) return;
  place.textContent = told.words;
  said = { at: Date.now(), step, state: told.state };
}

async function look() {
  let over = false;
  try {
    const answer = await fetch(place.dataset.poll, { headers: { Accept: 'application/json' } });
    if (answer.ok) {
      const told = await answer.json();
      tell(told);
      over = told.over;
    }
  } catch {
    over = false; // the server may be starting again: the next look tells
  }
  if (over) link.textContent = link.dataset.over;
  else setTimeout(look, EVERY);
}

if (place && link) setTimeout(look, EVERY);
