// Names this window, so that it is not taken for another one of the same person: the name stays from page to
// page as long as the window is open, and goes along in the form. A duplicated window gets a name of its own.
const form = document.getElementById('words');
const KEY = 'describe-window';

function random() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function named(name) {
  try {
    sessionStorage.setItem(KEY, name);
    return name;
  } catch {
    return ''; // nothing can be remembered here: the window is known by what it saw, as without a script
  }
}

function known() {
  try {
    return sessionStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

if (form?.dataset.keep) {
  const page = random();
  const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'window' });
  field.value = known() || named(random());
  form.append(field);
  const others = new BroadcastChannel(KEY);
  others.addEventListener('message', ({ data }) => {
    if (data.asks === field.value && field.value) others.postMessage({ taken: data.page });
    if (data.taken === page) field.value = named(random());
  });
  others.postMessage({ asks: field.value, page });
}
