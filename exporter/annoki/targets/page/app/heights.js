// How high each row of a long list is, and where it stands: both in a few steps (a Fenwick tree).

class Heights {
  constructor(heights) {
    this.count = heights.length;
    this.each = Float64Array.from(heights);
    this.sums = new Float64Array(this.count + 1);
    for (let at = 1; at <= this.count; at++) {
      this.sums[at] += this.each[at - 1];
      const above = at + (at & -at);
      if (above <= this.count) this.sums[above] += this.sums[at];
    }
    this.step = 1;
    while (this.step * 2 <= this.count) this.step *= 2;
  }

  set(row, height) {
    const change = height - this.each[row];
    this.each[row] = height;
    for (let at = row + 1; at <= this.count; at += at & -at) this.sums[at] += change;
  }

  // Where `row` begins; that of `count` is where all end.
  top(row) {
    let sum = 0;
    for (let at = row; at > 0; at -= at & -at) sum += this.sums[at];
    return sum;
  }

  // The row at `place`, the first or the last where that is outside.
  at(place) {
    let row = 0;
    let left = place;
    for (let step = this.step; step; step >>= 1) {
      if (row + step <= this.count && this.sums[row + step] <= left) {
        row += step;
        left -= this.sums[row];
      }
    }
    return Math.max(0, Math.min(row, this.count - 1));
  }
}
