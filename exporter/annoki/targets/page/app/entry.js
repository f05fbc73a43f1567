// A note in the list: what it is, its faces, and why it is as it is.

const statusMark = (status) =>
  make("span", { class: `status ${status}` }, word(`status.${status}`));

// A button that is on or off.
function toggle(label, isOn, press) {
  return make("button", { type: "button", "aria-pressed": String(isOn), onclick: press }, label);
}

function makeEntry(at, place, count) {
  const note = notes[at];
  const title = `note-${at}`;
  const cards = cardsOf(note);
  const entry = make("article", {
    class: "entry",
    tabindex: "-1",
    "aria-labelledby": title,
    "aria-posinset": String(place + 1),
    "aria-setsize": String(count),
  });
  const told = make("p", { class: "told", id: title },
    make("span", { class: "number" }, word("number", { n: place + 1 })), " ",
    statusMark(note.status),
    note.suspended ? [" ", make("span", { class: "quiet" }, word("suspended"))] : [],
    note.captured ? [" ", make("time", { class: "quiet", datetime: note.captured }, note.captured)] : [],
  );
  entry.append(make("header", {}, told, state.sides === "front" ? turnButton(entry) : null));
  for (const card of cards) entry.append(makeFaces(card, cards.length > 1));
  entry.append(makeReasons(note, at));
  return entry;
}

const sideLabel = (card, side, isNamed) =>
  isNamed ? word("side_of", { side: word(`side.${side}`), card: card.name }) : word(`side.${side}`);

function makeFaces(card, isNamed) {
  const sides = state.sides === "both" ? ["front", "back"] : [state.sides];
  const faces = make("div", { class: `faces ${state.width} ${state.sides}` });
  for (const side of sides) faces.append(sized(makeSide(card, side, isNamed)));
  faces.card = card;
  faces.isNamed = isNamed;
  return faces;
}

const makeSide = (card, side, isNamed) =>
  make("section", { class: "face", "data-side": side, "aria-label": sideLabel(card, side, isNamed) },
    makeFace(card[side], card.ord));

function sized(face) {
  const { width, zoom } = faceSize(roomForFaces);
  const sheet = face.firstChild;
  sheet.style.width = `${width}px`;
  sheet.style.zoom = zoom === 1 ? "" : String(zoom);
  return face;
}

function turnButton(entry) {
  return make("button", { type: "button", class: "turn", onclick: () => turn(entry) }, word("turn"));
}

// The other side of each card of an entry, in its place.
function turn(entry) {
  for (const faces of entry.querySelectorAll(".faces")) {
    const old = faces.querySelector(".face");
    if (faces.children.length > 1) continue;
    const side = old.dataset.side === "front" ? "back" : "front";
    old.replaceWith(sized(makeSide(faces.card, side, faces.isNamed)));
  }
}

let metAgain = null;

function makeReasons(note, at) {
  const source = sources[note.source];
  const reasons = make("dl", {});
  const tell = (name, ...what) => reasons.append(make("dt", {}, word(name)), make("dd", {}, ...what));
  tell("why", said(note.why));
  if (note.repairs.length) tell("repairs", make("ul", { class: "repairs" }, note.repairs.map(makeRepair)));
  tell("place", `${said(source.name)}, ${said(note.where)}`.replace(/, $/, ""));
  if (isAddress(note.url)) tell("address", linkTo(note.url, note.url));
  tell("deck", note.deck);
  const again = (metAgain ??= meetingsByNote()).get(at) ?? [];
  if (again.length) tell("met_again", make("ul", { class: "places" }, again.map(({ place }) => placeItem(place))));
  const tags = ownTags(note);
  if (tags.length) tell("tags", tags.join(" · "));
  const short = [said(note.why)];
  if (note.repairs.length) short.push(word("mended", { n: note.repairs.length }));
  return make("details", { class: "reasons" },
    make("summary", {}, word("why_card"), short.map((one) => [" ", make("span", { class: "short" }, one)])),
    reasons);
}

const makeRepair = ({ rule, before, after }) =>
  make("li", {},
    make("span", { class: "quiet" }, said(rule)), " ",
    make("del", {}, said(before)), make("span", { class: "arrow", "aria-hidden": "true" }, " → "),
    make("ins", {}, said(after)));
