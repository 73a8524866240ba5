// Tells how a date is read once somebody pauses, and offers what an unclear one could mean. The field is filled only
// when a button is pressed; without this script the same buttons ask the server.
const PAUSE = 800;
const KEEP = 'keep';
const field = document.querySelector('input[data-live]');
const line = document.getElementById(`${field?.id}-read`);
const choices = document.getElementById(`${field?.id}-choices`);
const language = document.getElementById('caption_language');
const edtf = document.getElementById('edtf');
const unchosen = document.getElementById('date_choice-1-error');
let timer = 0;
let asking = null;

function blame(radio) {
  radio.setAttribute('aria-describedby', unchosen.id);
  radio.setAttribute('aria-invalid', 'true');
}

function offered(value, words, spoken, number) {
  const radio = Object.assign(document.createElement('input'), { type: 'radio', name: 'date_choice', value });
  const label = Object.assign(document.createElement('label'), { textContent: words });
  const place = Object.assign(document.createElement('div'), { className: 'choice' });
  radio.id = `date_choice-${number}`;
  label.htmlFor = radio.id;
  if (spoken && spoken !== document.documentElement.lang) label.lang = spoken;
  place.append(radio, label);
  return place;
}

function show(told, pressed) {
  if (pressed) line.removeAttribute('role'); // the focus says it, so that it is not said twice
  if (line.textContent !== told.words) line.textContent = told.words;
  if (pressed) line.focus();
  unchosen.hidden = true;
  const asked = choices.querySelector('[name="date_asked"]');
  const chosen = asked.value === told.asked ? choices.querySelector('input:checked')?.value : '';
  choices.querySelectorAll('.choice').forEach((one) => one.remove());
  asked.value = told.asked;
  const dates = told.choices.map((words, at) => offered(words, words, told.language, at + 1));
  const kept = told.choices.length ? [offered(KEEP, choices.dataset.keep, '', told.choices.length + 1)] : [];
  choices.querySelector('button').before(...dates, ...kept);
  choices.querySelectorAll('input[type="radio"]').forEach((one) => { one.checked = one.value === chosen; });
  choices.hidden = !told.choices.length;
}

async function check(pressed = false) {
  clearTimeout(timer);
  asking?.abort();
  asking = new AbortController();
  const query = new URLSearchParams({ text: field.value, language: language?.value ?? '' });
  if (edtf && edtf.value !== edtf.defaultValue) query.set('edtf', edtf.value);
  try {
    const answer = await fetch(`${field.dataset.live}?${query}`, { signal: asking.signal });
    if (answer.ok) show(await answer.json(), pressed);
  } catch {
    // Another check began, or the archive cannot be reached: saving tells the reading too.
  }
}

if (field && line && choices) {
  const later = () => {
    line.setAttribute('role', 'status'); // not before: what stands there on load is not news
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  };
  // It is told when it changes: as a description of the field it would be told again.
  const ties = field.getAttribute('aria-describedby').split(' ').filter((id) => id !== line.id);
  field.setAttribute('aria-describedby', ties.join(' '));
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
    if (!chosen) {
      unchosen.hidden = false;
      choices.querySelectorAll('input[type="radio"]').forEach(blame);
      choices.querySelector('input[type="radio"]').focus();
      return;
    }
    if (chosen.value === KEEP) {
      field.focus(); // the words stay, and the answer is sent with the form
      return;
    }
    line.setAttribute('role', 'status');
    field.value = chosen.value;
    field.focus();
    check();
  });
  field.form.addEventListener('submit', () => { clearTimeout(timer); asking?.abort(); });
}
