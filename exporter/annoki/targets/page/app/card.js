// The cards of a note, as Anki makes them: from its fields and the templates of the note type.

const PAGE = JSON.parse(document.getElementById("page-data").textContent);

/** What Anki takes for an empty field. */
const EMPTY = /^(?:[\t-\r ]|<\/?(?:br|div) ?\/?>)*$/i;

/** A template as a list of texts, names of fields, and sections with such lists inside. */
function parsed(template) {
  const inside = [[]];
  const opened = [];
  for (const [at, part] of template.split(/\{\{(.*?)\}\}/s).entries()) {
    const name = part.slice(1).trim();
    if (at % 2 === 0) {
      inside.at(-1).push({ text: part });
    } else if (part[0] === "#" || part[0] === "^") {
      const section = { section: name, filled: part[0] === "#", parts: [] };
      inside.at(-1).push(section);
      inside.push(section.parts);
      opened.push(name);
    } else if (part[0] === "/") {
      if (opened.pop() !== name) throw new Error(`{{/${name}}} closes nothing`);
      inside.pop();
    } else {
      inside.at(-1).push({ field: part.trim() });
    }
  }
  if (opened.length) throw new Error(`{{#${opened.at(-1)}}} is not closed`);
  return inside[0];
}

function filled(parts, fields) {
  return parts
    .map((part) => {
      if ("text" in part) return part.text;
      if ("field" in part) return fields[part.field] ?? "";
      const is_filled = !EMPTY.test(fields[part.section] ?? "");
      return is_filled === part.filled ? filled(part.parts, fields) : "";
    })
    .join("");
}

const TEMPLATES = PAGE.templates.map((one) => ({
  name: one.name,
  front: parsed(one.front),
  back: parsed(one.back),
}));

/** The cards of `note`: `{name, ord, front, back}`, both sides HTML. */
function cardsOf(note) {
  const fields = Object.fromEntries(PAGE.fieldNames.map((name, at) => [name, note.fields[at]]));
  const cards = TEMPLATES.map((one, ord) => {
    const front = filled(one.front, fields);
    return { name: one.name, ord, front, back: filled(one.back, { ...fields, FrontSide: front }) };
  });
  // Anki makes no card whose front is empty.
  return cards.filter((card) => !EMPTY.test(card.front));
}
