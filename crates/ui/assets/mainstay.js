// Mainstay works without this script. With it, pages change in place, the keyboard reaches everything, and what was
// typed survives a reload. No library, nothing from another host.
(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);

  // ---- Changing the page in place -----------------------------------------------------------------------------
  // The server always answers with a whole page; its parts replace those on screen. Whatever goes wrong, the browser
  // goes there the ordinary way.
  const PARTS = ['.rail', 'main', '.panel', '.bar', '.toasts', '#keys'];
  let running;

  function show(text, address, push) {
    const next = new DOMParser().parseFromString(text, 'text/html');
    if (!one('.rail', next)) {
      // A page without the frame: set-up, sign-in, an error.
      document.title = next.title;
      document.body.replaceWith(next.body);
      if (push) history.pushState(null, '', address);
      return ready();
    }
    const sameView = new URL(address, location.href).pathname === location.pathname;
    const focused = document.activeElement?.getAttribute?.('href');
    const scroll = scrollY;
    document.title = next.title;
    document.body.className = next.body.className;
    for (const selector of PARTS) {
      const now = one(selector), then = one(selector, next);
      if (selector === '.toasts' && now && then) now.replaceChildren(...then.childNodes);
      else if (now && then) now.replaceWith(then);
      else if (now) now.remove();
      else if (then) one('main').after(then);
    }
    if (push) history.pushState(null, '', address);
    scrollTo(0, sameView ? scroll : 0);
    ready();
    const back = focused && all('main a[href]').find((link) => link.getAttribute('href') === focused);
    // The row one came by keeps the focus, so that J and K go on; else the field that asks for it.
    ((sameView && back) || one('[autofocus]') || one('main')).focus({ preventScroll: true });
  }

  async function go(address, options = {}, push = true, follow = false) {
    running?.abort();
    const mine = running = new AbortController();
    document.documentElement.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(address, { ...options, signal: mine.signal, headers: { ...options.headers, Accept: 'text/html' } });
      if (!(answer.headers.get('content-type') || '').startsWith('text/html')) { location.href = answer.url; return true; }
      // A form refused is shown again under the address it was filled in at.
      if (follow && answer.redirected) history.replaceState(null, '', answer.url);
      show(await answer.text(), answer.url, push && (!options.method || answer.redirected));
      return true;
    } catch (failure) {
      if (failure.name === 'AbortError') return true;
      if (!options.method) location.href = address;
      return false;
    } finally {
      if (running === mine) document.documentElement.removeAttribute('aria-busy');
    }
  }

  const plain = (event) => event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

  document.addEventListener('click', (event) => {
    const to = event.target.closest('[data-theme-to]');
    if (to) return theme(to.dataset.themeTo);
    const link = event.target.closest('a[href]');
    if (!link || plain(event) || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    if (!link.closest('main, .panel, .rail nav, .bar, .pal')) return;
    event.preventDefault();
    one('#palette')?.close();
    go(link.href);
  });
  addEventListener('popstate', () => { if (one('main')) go(location.href, {}, false); });

  document.addEventListener('submit', async (event) => {
    const form = event.target, button = event.submitter;
    if (form.method === 'dialog' || form.target || event.defaultPrevented) return;
    if (form.dataset.confirm && !confirm(form.dataset.confirm)) return event.preventDefault();
    const address = button?.formAction && button.hasAttribute('formaction') ? button.formAction : form.action;
    const data = new FormData(form, button);
    event.preventDefault();
    if (form.method === 'get') return go(address.split('?')[0] + '?' + new URLSearchParams(data));
    if (form.dataset.sending) return;
    form.dataset.sending = 'true';
    button?.setAttribute('aria-busy', 'true');
    const body = form.enctype === 'multipart/form-data' ? data : new URLSearchParams(data);
    const kept = form.dataset.keep && sessionStorage.getItem(keepKey(form));
    if (kept) sessionStorage.removeItem(keepKey(form));
    const done = await go(address, { method: 'POST', body });
    delete form.dataset.sending;
    button?.removeAttribute('aria-busy');
    if (!done) {
      // Nothing is lost: the answers stay in the form and in the browser, and can be sent again.
      if (kept) sessionStorage.setItem(keepKey(form), kept);
      form.submit();
    }
  });
  document.addEventListener('change', (event) => {
    if (event.target.matches('[data-send]')) event.target.form?.requestSubmit();
  });

  // ---- What was typed stays until it is sent --------------------------------------------------------------------
  const keepKey = (form) => 'form:' + form.dataset.keep;
  function keep(form) {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string' && one(`[name="${CSS.escape(name)}"]`, form)?.type !== 'password') fields[name] = value;
    }
    sessionStorage.setItem(keepKey(form), JSON.stringify(fields));
  }
  function restore(form) {
    const fields = JSON.parse(sessionStorage.getItem(keepKey(form)) || '{}');
    for (const [name, value] of Object.entries(fields)) {
      const field = form.elements.namedItem(name);
      if (!field || field.type === 'hidden' || field.type === 'file') continue;
      if (field.type === 'checkbox') field.checked = true; else field.value = value;
    }
  }
  document.addEventListener('input', (event) => {
    const form = event.target.form;
    if (form?.dataset.keep) keep(form);
    if (event.target.closest('#palette')) narrowPalette(event.target.value);
  });

  // ---- What a form would do, while one types ---------------------------------------------------------------------
  let previewing, waiting;
  function preview(form, delay = 350) {
    clearTimeout(waiting);
    if (!delay) one('#effects')?.setAttribute('aria-busy', 'true');
    waiting = setTimeout(async () => {
      previewing?.abort();
      const mine = previewing = new AbortController();
      const place = one('#effects');
      place?.setAttribute('aria-busy', 'true');
      try {
        const answer = await fetch(form.dataset.preview, {
          method: 'POST', body: new URLSearchParams(new FormData(form)), signal: mine.signal, headers: { Accept: 'text/html' },
        });
        const then = one('#effects', new DOMParser().parseFromString(await answer.text(), 'text/html'));
        if (then && form.isConnected) one('#effects')?.replaceWith(then);
      } catch {
        // The panel stays as it is; the button asks again.
      } finally {
        if (previewing === mine) place?.removeAttribute('aria-busy');
      }
    }, delay);
  }
  document.addEventListener('input', (event) => {
    const form = event.target.form;
    if (form?.dataset.preview) preview(form);
  });

  // ---- Selecting many -------------------------------------------------------------------------------------------
  function selecting(table) {
    const head = one('thead tr:last-child th', table);
    const boxes = () => all('tbody input[type=checkbox]', table);
    if (!head || one('input', head)) return;
    const every = document.createElement('input');
    every.type = 'checkbox';
    every.setAttribute('aria-label', head.textContent.trim());
    head.replaceChildren(every);
    const count = () => {
      const chosen = boxes().filter((box) => box.checked).length;
      every.checked = chosen > 0 && chosen === boxes().length;
      every.indeterminate = chosen > 0 && !every.checked;
      for (const place of all('[data-chosen]', table.form || table.closest('form') || document)) place.textContent = chosen;
    };
    let last;
    every.addEventListener('change', () => { boxes().forEach((box) => { box.checked = every.checked; }); count(); });
    table.addEventListener('click', (event) => {
      if (!event.target.matches('tbody input[type=checkbox]')) return;
      const list = boxes();
      if (event.shiftKey && last) {
        const [from, to] = [list.indexOf(last), list.indexOf(event.target)].sort((a, b) => a - b);
        list.slice(from, to + 1).forEach((box) => { box.checked = event.target.checked; });
      }
      last = event.target;
      count();
    });
    count();
  }

  // ---- Files dropped anywhere go to the page's drop zone --------------------------------------------------------
  const zone = () => one('[data-drop]');
  for (const kind of ['dragover', 'dragleave', 'drop']) {
    document.addEventListener(kind, (event) => {
      const place = zone();
      if (!place || !event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      place.classList.toggle('over', kind === 'dragover');
      if (kind !== 'drop') return;
      const input = one('input[type=file]', place);
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      input.form?.requestSubmit();
    });
  }

  // ---- Theme ------------------------------------------------------------------------------------------------------
  function theme(name) {
    document.cookie = `theme=${name}; path=/; max-age=31536000; samesite=lax`;
    if (name === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    all('[data-theme-to]').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.themeTo === name)));
  }

  // ---- Command palette --------------------------------------------------------------------------------------------
  async function openPalette() {
    const palette = one('#palette'), list = one('ul', palette), input = one('input', palette);
    palette.showModal();
    input.value = '';
    if (!list.childElementCount) {
      try {
        const answer = await fetch('/palette');
        if (!answer.ok) throw new Error('no palette');
        list.innerHTML = await answer.text();
      } catch {
        // Without the list of commands the places of the rail can still be reached.
        list.replaceChildren(...all('.rail nav a').map((link) => {
          const item = document.createElement('li');
          item.append(link.cloneNode(true));
          return item;
        }));
      }
    }
    narrowPalette('');
  }
  function narrowPalette(words) {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const items = all('#palette li');
    items.forEach((item, index) => {
      item.hidden = !wanted.every((word) => item.textContent.toLowerCase().includes(word));
      item.setAttribute('role', 'none');
      const link = one('a', item);
      link.id = `command-${index}`;
      link.setAttribute('role', 'option');
    });
    const shown = items.filter((item) => !item.hidden);
    one('#palette > p').hidden = shown.length > 0;
    choose(shown[0]);
  }
  function choose(item) {
    // The caret stays in the box: what is chosen in the list is told beside it.
    all('#palette [role=option]').forEach((link) => link.setAttribute('aria-selected', 'false'));
    const link = item && one('a', item);
    link?.setAttribute('aria-selected', 'true');
    const box = one('#palette input');
    if (link) box.setAttribute('aria-activedescendant', link.id);
    else box.removeAttribute('aria-activedescendant');
    link?.scrollIntoView({ block: 'nearest' });
  }
  function paletteKey(event) {
    const shown = all('#palette li').filter((item) => !item.hidden);
    const at = shown.findIndex((item) => one('[aria-selected=true]', item));
    if (event.key === 'ArrowDown') choose(shown[Math.min(at + 1, shown.length - 1)]);
    else if (event.key === 'ArrowUp') choose(shown[Math.max(at - 1, 0)]);
    else if (event.key === 'Enter') one('a', shown[at] || document.createElement('p'))?.click();
    else return;
    event.preventDefault();
  }

  // ---- Keys -------------------------------------------------------------------------------------------------------
  function move(step) {
    const rows = all('[data-keys] > tbody > tr').filter((row) => one('a', row));
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const start = here >= 0 ? here : rows.findIndex((row) => row.classList.contains('cu'));
    const next = rows[Math.max(0, Math.min(rows.length - 1, start + step))];
    one('a', next).focus();
    next.scrollIntoView({ block: 'nearest' });
    // Where one works through a queue, the panel follows the row.
    if (one('body.ww .panel') && one('.cu')) one('a', next).click();
  }

  // Several keys for one button are parted by spaces; with a modifier they are pressed together.
  const answersTo = (found, key) => !/^ctrl/i.test(found.dataset.key) && found.dataset.key.toLowerCase().split(' ').includes(key);

  document.addEventListener('keydown', (event) => {
    if (one('#palette')?.open) return paletteKey(event);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      return openPalette();
    }
    const typing = event.target.matches('input:not([type=checkbox], [type=radio]), textarea, select');
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter' && event.target.form) return event.target.form.requestSubmit();
    // A list of choices has no Enter of its own: it books, as everywhere where one works through a queue.
    if (event.key === 'Enter' && event.target.matches('select') && event.target.form && all('[data-key]', event.target.form).some((found) => answersTo(found, 'enter'))) {
      event.preventDefault();
      return event.target.form.requestSubmit();
    }
    if (event.key === 'Escape' && !one('dialog[open]')) {
      if (typing) event.target.blur();
      else one('[data-close]')?.click();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || one('dialog[open]')) return;
    const acts = {
      '/': () => one('.find input')?.focus(),
      '?': () => one('#keys')?.showModal(),
      j: () => move(1),
      k: () => move(-1),
    };
    const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const button = all('[data-key]').find((found) => answersTo(found, pressed.toLowerCase()) && !found.disabled);
    if (acts[pressed]) { event.preventDefault(); acts[pressed](); }
    else if (button && !(pressed === 'Enter' && event.target.closest('a, button') && !event.target.closest('.cu'))) { event.preventDefault(); button.click(); }
  });

  function ready() {
    all('.theme[hidden]').forEach((group) => { group.hidden = false; });
    all('form[data-keep]').forEach(restore);
    all('table[data-select]').forEach(selecting);
    // A form that is filled in already, by its address or from before, says at once what it does.
    all('form[data-preview]').filter((form) => form.checkValidity()).forEach((form) => preview(form, 0));
    // On a phone the row of views is longer than the screen: the one looked at stands in it.
    one('.views [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
    askAgain();
  }

  // ---- Work on its way -----------------------------------------------------------------------------------------
  // The page of long work asks again until its answer is another page; unless one has gone elsewhere meanwhile.
  function askAgain() {
    const waiting = one('[data-again]');
    if (!waiting) return;
    setTimeout(() => { if (waiting.isConnected && !running) go(location.href, {}, false, true); }, 1000);
  }
  ready();
})();
