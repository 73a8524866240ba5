// Moves the bar along with the sentence that tells how far a check is.
const place = document.getElementById('progress');
const bar = document.getElementById('bar');

function follow() {
  const told = place.textContent.match(/\d+/);
  if (told) bar.value = Number(told[0]);
}

if (place && bar) new MutationObserver(follow).observe(place, { childList: true, characterData: true, subtree: true });
