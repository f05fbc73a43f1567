// A long list of which only what is looked at is there. Rows stand where their heights say, known or
// guessed; the row at the top of the window stays where it is when another turns out otherwise.

const KEPT = 60; // rows out of sight that need not be made again
const BEYOND = 900; // px above and below the window that are made ahead

class Feed {
  // `guess(row)` is a height in px, `draw(row)` an element; `shown(element)` is told of each that
  // comes into the page.
  constructor(box, { count, guess, draw, shown = () => {} }) {
    Object.assign(this, { box, count, draw, shown });
    this.heights = new Heights(Array.from({ length: count }, (_, row) => guess(row)));
    this.made = new Map();
    this.there = new Set();
    this.isWhole = false;
    this.anchor = null;
    // Not within its call, in which what is moved would be told as an error.
    this.sizes = new ResizeObserver(() => requestAnimationFrame(() => this.resized()));
    this.onScroll = () => this.scrolled();
    addEventListener("scroll", this.onScroll, { passive: true });
    addEventListener("resize", this.onScroll, { passive: true });
    box.replaceChildren();
    this.render();
  }

  close() {
    removeEventListener("scroll", this.onScroll);
    removeEventListener("resize", this.onScroll);
    this.sizes.disconnect();
    this.box.replaceChildren();
    this.box.style.height = "";
  }

  // Where the box begins, from the top of the window.
  get above() {
    return this.box.getBoundingClientRect().top;
  }

  scrolled() {
    if (this.isWhole || this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (this.isWhole) return;
      this.hold();
      this.render();
    });
  }

  // What must not move: the first row that is seen below the bar.
  hold() {
    const place = topBar() - this.above;
    const row = this.heights.at(Math.max(0, place));
    this.anchor = place > 0 ? { row, offset: place - this.heights.top(row) } : null;
  }

  render() {
    if (!this.count) return this.place();
    for (let turn = 0; turn < 4; turn++) {
      const from = this.heights.at(Math.max(0, -this.above - BEYOND));
      const to = this.heights.at(Math.max(0, -this.above + innerHeight + BEYOND));
      const isNew = this.show(from, to);
      const isChanged = isNew.length > 0 && this.measure(isNew);
      this.place();
      if (isChanged) this.keep();
      else break;
    }
    this.forget();
  }

  // Puts the rows of a range into the page, in their order, and takes the others out; which are new.
  show(from, to) {
    for (const row of this.there) {
      const element = this.made.get(row);
      if ((row < from || row > to) && !element.contains(document.activeElement)) {
        this.sizes.unobserve(element);
        element.remove();
        this.there.delete(row);
      }
    }
    const isNew = [];
    for (let row = from; row <= to; row++) if (!this.there.has(row)) isNew.push(row);
    let next = this.box.firstElementChild;
    for (const row of isNew) {
      const element = this.elementOf(row);
      while (next && Number(next.dataset.row) < row) next = next.nextElementSibling;
      this.box.insertBefore(element, next);
      this.there.add(row);
      this.sizes.observe(element);
      this.shown(element);
    }
    return isNew;
  }

  elementOf(row) {
    let element = this.made.get(row);
    if (!element) {
      element = this.draw(row);
      element.dataset.row = row;
      this.made.set(row, element);
    }
    return element;
  }

  measure(rows) {
    let isChanged = false;
    for (const row of rows) {
      const { height } = this.made.get(row).getBoundingClientRect();
      if (!height || Math.abs(height - this.heights.each[row]) < 0.5) continue;
      this.heights.set(row, height);
      isChanged = true;
    }
    return isChanged;
  }

  place() {
    this.box.style.height = `${this.heights.top(this.count)}px`;
    for (const row of this.there) {
      this.made.get(row).style.top = `${this.heights.top(row)}px`;
    }
  }

  // Scrolls so that what was held is where it was.
  keep() {
    if (!this.anchor) return;
    const { row, offset } = this.anchor;
    const wrong = this.above + this.heights.top(row) + Math.min(offset, this.heights.each[row]) - topBar();
    if (Math.abs(wrong) >= 1) scrollBy({ top: wrong, behavior: "instant" });
  }

  resized() {
    if (this.isWhole || !this.measure(this.there)) return;
    this.place();
    this.keep();
    this.render();
  }

  forget() {
    if (this.made.size <= this.there.size + KEPT) return;
    for (const row of this.made.keys()) {
      if (this.made.size <= this.there.size + KEPT) break;
      if (!this.there.has(row)) this.made.delete(row);
    }
  }

  // Brings a row to the top of the window; its element.
  reveal(row) {
    this.anchor = { row, offset: 0 };
    for (let turn = 0; turn < 3; turn++) {
      this.keep();
      this.render();
    }
    return this.elementOf(row);
  }

  // The row at the top of the window.
  get current() {
    return this.heights.at(Math.max(0, topBar() + 1 - this.above));
  }

  // All rows, one below the other: to be printed.
  whole() {
    this.isWhole = true;
    this.looked = [Math.min(...this.there), Math.max(...this.there)];
    this.show(0, this.count - 1);
  }

  // What was there before, without asking where all the others would stand; these are let go.
  windowed() {
    this.isWhole = false;
    this.show(...this.looked);
    for (const row of this.made.keys()) if (!this.there.has(row)) this.made.delete(row);
    this.render();
  }
}

// How much of the window's top the bar covers.
const topBar = () => byId("bar").getBoundingClientRect().bottom + 12;
