// The nodes of a document in order: [depth, name, attributes] of an element, [depth, text] of text.
// A template is left out: what it holds is no part of the document.
(root) => {
  const spaces = {
    "http://www.w3.org/2000/svg": "svg ",
    "http://www.w3.org/1998/Math/MathML": "math ",
  };
  const nodes = [];
  const walk = (parent, depth) => {
    let text = null;
    for (const node of parent.childNodes) {
      if (node.localName === "template" && !spaces[node.namespaceURI]) continue;
      if (node.nodeType === Node.ELEMENT_NODE) {
        text = null;
        const attributes = [...node.attributes].map((one) => [one.name, one.value]);
        nodes.push([depth, (spaces[node.namespaceURI] || "") + node.localName, attributes]);
        walk(node, depth + 1);
      } else if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE) {
        if (text) text[1] += node.data;
        else nodes.push((text = [depth, node.data]));
      }
    }
  };
  walk(root, 0);
  return nodes;
}
