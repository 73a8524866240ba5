// Run inside the page by checks.py: one object of checks, each giving back a list of sentences or a plain value.
({
  // -- words for what was found

  called(element) {
    const words = element.getAttribute("aria-label") || element.innerText || element.alt || element.name || element.id || "";
    return `<${element.localName}> "${words.trim().replace(/\s+/g, " ").slice(0, 60)}"`;
  },

  visible(element) {
    return element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  },

  // A box of a pixel is the usual way to keep words for screen readers only; nobody sees it cut.
  forReadersOnly(element) {
    const box = element.getBoundingClientRect();
    return box.width <= 1 || box.height <= 1;
  },

  // Through an adopted sheet, which no content security policy forbids.
  withStyle(css, act) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    try {
      return act();
    } finally {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    }
  },

  // -- narrow

  sticksOut() {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const beyond = [...document.body.querySelectorAll("*")].filter(
      (element) =>
        element.getBoundingClientRect().right > root.clientWidth + 0.5 && this.visible(element) && !this.scrolls(element),
    );
    const innermost = beyond.filter((element) => !beyond.some((other) => other !== element && element.contains(other)));
    const names = innermost.slice(0, 10).map((element) => {
      return `${this.called(element)} ends at ${Math.round(element.getBoundingClientRect().right)}.`;
    });
    return [`The page is ${root.scrollWidth} wide where ${root.clientWidth} can be seen.`, ...names];
  },

  // A text in several lines whose block has no room for `letters` of half an em.
  narrowColumns(letters) {
    const found = new Set();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (!text.data.trim() || !this.visible(text.parentElement)) continue;
      let block = text.parentElement;
      while (/^(inline|contents)$/.test(getComputedStyle(block).display)) block = block.parentElement;
      const range = document.createRange();
      range.selectNodeContents(text);
      const style = getComputedStyle(block);
      const room = block.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      const narrow = room < (letters * parseFloat(style.fontSize)) / 2;
      if (narrow && lines.size > 1 && !this.forReadersOnly(block)) {
        found.add(`${this.called(block)} has ${Math.round(room)} for "${text.data.trim().slice(0, 60)}".`);
      }
    }
    return [...found];
  },

  // Within a part that scrolls, or cuts, on its own.
  scrolls(element) {
    for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      if (getComputedStyle(outer).overflowX !== "visible") return true;
    }
    return false;
  },

  // -- spaced

  clippedWhenSpaced() {
    const css = `
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-block-end: 2em !important }`;
    return this.withStyle(css, () => {
      const found = new Set();
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = texts.currentNode;
        const cutter = text.data.trim() && this.visible(text.parentElement) && this.cutterOf(text);
        if (cutter) found.add(`${this.called(cutter)} cuts off "${text.data.trim().slice(0, 60)}".`);
      }
      return [...found];
    });
  },

  // The element that cuts a text, or null. A part that scrolls keeps its text within reach.
  cutterOf(text) {
    const range = document.createRange();
    range.selectNodeContents(text);
    const ink = range.getBoundingClientRect();
    let [across, down] = [true, true];
    for (let outer = text.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      if (this.forReadersOnly(outer)) return null;
      const style = getComputedStyle(outer);
      const box = outer.getBoundingClientRect();
      if (/auto|scroll/.test(style.overflowX)) across = false;
      if (/auto|scroll/.test(style.overflowY)) down = false;
      const cutsAcross = across && /hidden|clip/.test(style.overflowX);
      const cutsDown = down && /hidden|clip/.test(style.overflowY);
      if (cutsAcross && (ink.right > box.right + 1 || ink.left < box.left - 1)) return outer;
      if (cutsDown && (ink.bottom > box.bottom + 1 || ink.top < box.top - 1)) return outer;
    }
    return null;
  },

  // -- touched

  smallTargets(size) {
    const controls = `a[href], button, input:not([type=hidden]), select, textarea, summary, [contenteditable=""],
      [role=button], [role=link], [role=checkbox], [role=radio], [role=switch], [role=tab], [role=option],
      [role=menuitem]`;
    return [...document.querySelectorAll(controls)]
      .filter((element) => this.visible(element) && !element.disabled && !this.inSentence(element))
      .map((element) => [element, this.touchBox(element, size)])
      .filter(([, [width, height]]) => width < size - 0.5 || height < size - 0.5)
      .map(([element, [width, height]]) => `${this.called(element)} is ${Math.round(width)} by ${Math.round(height)}.`);
  },

  touchBox(element, size) {
    const measure = () => {
      const boxes = [element, ...(element.labels || [])].map((part) => part.getBoundingClientRect());
      const span = (low, high) => Math.max(...boxes.map((box) => box[high])) - Math.min(...boxes.map((box) => box[low]));
      return [span("left", "right"), span("top", "bottom")];
    };
    const resting = measure();
    if (resting[0] >= size && resting[1] >= size) return resting;
    const before = document.activeElement;
    element.focus({ preventScroll: true, focusVisible: true });
    const focused = measure();
    element.blur();
    if (before && before !== document.body) before.focus({ preventScroll: true });
    return focused;
  },

  // A link is in a sentence when its block has letters that belong to no link.
  inSentence(element) {
    if (!element.matches("a, [role=link]") || getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (/^(inline|contents)$/.test(getComputedStyle(block).display)) block = block.parentElement;
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode;
      if (/\p{L}/u.test(data) && !parentElement.closest("a, [role=link], button") && this.visible(parentElement)) return true;
    }
    return false;
  },

  // -- moving

  moving() {
    const found = document
      .getAnimations()
      .filter((animation) => animation.playState === "running")
      .map((animation) => `${this.called(animation.effect.target)} moves.`);
    for (const element of document.querySelectorAll("*")) {
      const style = getComputedStyle(element);
      const seconds = Math.max(...style.transitionDuration.split(",").map(parseFloat));
      if (seconds > 0.01 && style.transitionProperty !== "none") {
        found.push(`${this.called(element)} takes ${seconds} s to change.`);
      }
      if (style.scrollBehavior === "smooth") found.push(`<${element.localName}> scrolls smoothly.`);
      if (element.matches("video[autoplay], marquee")) found.push(`${this.called(element)} moves.`);
    }
    return [...new Set(found)];
  },

  // -- walked

  // Tab goes on from where focus last was, so it is put before everything and taken away. Without transitions
  // a ring has its full width, and a scroll has arrived, at once.
  startWalk() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, ::before, ::after { transition: none !important; scroll-behavior: auto !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    scrollTo(0, 0);
    const top = document.createElement("span");
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    top.remove();
    return sheet;
  },

  endWalk(sheet) {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    document.activeElement?.blur();
  },

  // What shows focus on a control: an outline or a shadow, on itself, its label or what directly holds it.
  ring(element) {
    return [element, ...(element.labels || []), element.parentElement].map((part) => {
      const style = getComputedStyle(part);
      const drawn = style.outlineStyle !== "none" && !this.seeThrough(style.outlineColor);
      const lengths = style.boxShadow.match(/-?[\d.]+(?=px)/g) || [];
      const shadow = this.seeThrough(style.boxShadow) ? 0 : Math.max(0, ...lengths.map(Math.abs));
      return {
        look: [drawn && style.outline, drawn && style.outlineOffset, shadow && style.boxShadow].join(" "),
        width: Math.max(drawn ? parseFloat(style.outlineWidth) : 0, shadow),
      };
    });
  },

  seeThrough(colour) {
    return /transparent|rgba\([^)]*, 0\)/.test(colour);
  },

  // Every box of the control (a link may have one a line) is on the screen and on top at five points.
  inView(element) {
    const shown = this.forReadersOnly(element) && element.labels?.length ? element.labels[0] : element;
    const boxes = [...shown.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    return boxes.length > 0 && boxes.every((box) => this.onTop(shown, box));
  },

  onTop(element, box) {
    const [right, bottom] = [innerWidth, innerHeight];
    const fits = box.width <= right && box.height <= bottom;
    if (fits && (box.left < -1 || box.top < -1 || box.right > right + 1 || box.bottom > bottom + 1)) return false;
    const [left, top] = [Math.max(box.left, 0) + 2, Math.max(box.top, 0) + 2];
    const [last, low] = [Math.min(box.right, right) - 2, Math.min(box.bottom, bottom) - 2];
    const points = [[left, top], [last, top], [left, low], [last, low], [(left + last) / 2, (top + low) / 2]];
    return points.every(([x, y]) => {
      const over = document.elementFromPoint(x, y);
      return over !== null && (element.contains(over) || over.contains(element));
    });
  },
})
