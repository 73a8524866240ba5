// The one voice of this page's scripts: they dispatch "tell" with a sentence, and it is spoken once, politely,
// when it is another one than before. The place is empty again soon, so that nobody meets it while reading.
const SPOKEN = 5000;
const form = document.getElementById('words');

if (form) {
  // No role of its own: an empty status is read out as a bar of the window by some screen readers.
  const voice = Object.assign(document.createElement('div'), { className: 'words-only' });
  voice.setAttribute('aria-live', 'polite');
  form.append(voice);
  let last = '';
  let timer = 0;
  document.addEventListener('tell', ({ detail }) => {
    if (detail === last) return;
    last = detail;
    voice.textContent = detail;
    clearTimeout(timer);
    timer = setTimeout(() => voice.replaceChildren(), SPOKEN);
  });
}
