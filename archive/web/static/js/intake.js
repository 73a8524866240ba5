// Tells how far an import is without a new page: asks every five seconds, speaks when the sentence changes.
const EVERY = 5000;
const place = document.querySelector('[data-poll]');
const link = document.getElementById('refresh');

async function look() {
  let over = false;
  try {
    const answer = await fetch(place.dataset.poll, { headers: { Accept: 'application/json' } });
    if (!answer.ok) return;
    const told = await answer.json();
    if (place.textContent !== told.words) place.textContent = told.words;
    over = told.over;
  } catch {
    over = false; // the server may be starting again: the next look tells
  }
  if (over) link.textContent = link.dataset.over;
  else setTimeout(look, EVERY);
}

if (place && link) setTimeout(look, EVERY);
