// Tells how a date is read once somebody pauses, and offers what an unclear one could mean. The field is filled only
// when a button is pressed; without this script the same buttons ask the server.
const PAUSE = 800;
const field = document.querySelector('input[data-live]');
const line = document.getElementById(`${field?.id}-read`);
const choices = document.getElementById(`${field?.id}-choices`);
const language = document.getElementById('caption_language');
const edtf = document.getElementById('edtf');
let timer = 0;
let asking = null;

function offered(words, spoken, number) {
  const radio = Object.assign(document.createElement('input'), { type: 'radio', name: 'date_choice', value: words });
  const label = Object.assign(document.createElement('label'), { textContent: words });
  const place = Object.assign(document.createElement('div'), { className: 'choice' });
  radio.id = `date_choice-${number}`;
  label.htmlFor = radio.id;
  if (spoken && spoken !== document.documentElement.lang) label.lang = spoken;
  place.append(radio, label);
  return place;
}

function show(told, again) {
  if (line.textContent !== told.words) line.textContent = told.words;
  else if (again) { // somebody pressed the button: say it once more
    line.textContent = '';
    setTimeout(() => { line.textContent = told.words; }, 100);
  }
  choices.querySelectorAll('.choice').forEach((one) => one.remove());
  choices.querySelector('[name="date_asked"]').value = told.asked;
  choices.querySelector('button').before(...told.choices.map((words, at) => offered(words, told.language, at + 1)));
  choices.hidden = !told.choices.length;
}

async function check(again = false) {
  clearTimeout(timer);
  asking?.abort();
  asking = new AbortController();
  const query = new URLSearchParams({ text: field.value, language: language?.value ?? '' });
  if (edtf && edtf.value !== edtf.defaultValue) query.set('edtf', edtf.value);
  try {
    const answer = await fetch(`${field.dataset.live}?${query}`, { signal: asking.signal });
    if (answer.ok) show(await answer.json(), again);
  } catch {
    // Another check began, or the archive cannot be reached: saving tells the reading too.
  }
}

if (field && line && choices) {
  const later = () => { clearTimeout(timer); timer = setTimeout(check, PAUSE); };
  field.addEventListener('input', later);
  edtf?.addEventListener('input', later);
  language?.addEventListener('change', later);
  document.querySelector('button[data-check]').addEventListener('click', (event) => {
    event.preventDefault();
    check(true);
  });
  choices.querySelector('button[data-use]').addEventListener('click', (event) => {
    event.preventDefault();
    const chosen = choices.querySelector('input:checked');
    if (!chosen) return;
    field.value = chosen.value;
    field.focus();
    check();
  });
  field.form.addEventListener('submit', () => { clearTimeout(timer); asking?.abort(); });
}
