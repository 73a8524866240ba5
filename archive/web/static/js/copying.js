// Adds a copy button to each box of words; without this the words can be selected and copied by hand.
// The same answer is spoken again if its place was empty in between, and if it is not quite the same.
const EMPTY = 200;
const UNHEARD = '\u00a0';

function select(words) {
  const range = document.createRange();
  range.selectNodeContents(words);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

async function copy(words) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(words.textContent.trim());
      return true;
    } catch { /* not allowed here: the older way may be */ }
  }
  select(words);
  return document.execCommand('copy');
}

for (const place of document.querySelectorAll('.copyable-act')) {
  const words = document.getElementById(place.dataset.words);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet';
  button.textContent = place.dataset.copy;
  const status = document.createElement('span');
  status.className = 'copyable-status';
  status.setAttribute('aria-live', 'polite'); // an empty status would be read as one
  let end = '';
  button.addEventListener('click', async () => {
    status.textContent = '';
    const told = (await copy(words)) ? place.dataset.copied : place.dataset.failed;
    end = end ? '' : UNHEARD;
    setTimeout(() => { status.textContent = told + end; }, EMPTY);
  });
  place.append(button, status);
}
