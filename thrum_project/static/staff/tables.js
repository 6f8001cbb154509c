// Tables and lists on a phone. A table that a narrow place cannot hold is told row by row, each cell beside the heading
// of its column: nobody reads by pushing a table to and fro. Where it fits, or has room to scroll in, it stays a table.
(() => {
  const NARROW = 600;
  const FEW = 3; // more columns than these may fit letter by letter, and still cannot be read
  const MANY = 12; // and of more than these, hours of a day, say, each row would be a page
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };

  // Cells that are laid out as blocks are no table to a screen reader any more unless it is told so.
  const name = (table) => {
    const heads = [...table.querySelectorAll("thead th")];
    heads.forEach((head) => head.setAttribute("role", "columnheader"));
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, td")]) part.setAttribute("role", ROLES[part.tagName]);
    for (const row of table.querySelectorAll("tbody tr")) {
      let column = 0;
      for (const cell of row.cells) {
        if (cell.tagName === "TH") cell.setAttribute("role", "rowheader");
        // What spans columns belongs to none of them.
        else if (cell.colSpan === 1 && heads[column]) cell.dataset.label = heads[column].innerText.trim();
        column += cell.colSpan;
      }
    }
  };

  const fit = (place) => {
    const table = place.querySelector("table");
    if (!table?.tHead) return;
    table.classList.remove("stacked");
    const columns = table.tHead.rows[0]?.cells.length ?? 0;
    const fits = columns <= FEW && place.scrollWidth <= place.clientWidth + 1;
    if (fits || columns > MANY || place.clientWidth >= NARROW) return;
    name(table);
    table.classList.add("stacked");
  };

  const widths = new WeakMap();
  const resized = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (widths.get(target) === contentRect.width) continue; // it became higher by our own doing
      widths.set(target, contentRect.width);
      fit(target);
    }
  });
  const watch = (within) => within.querySelectorAll(":is(.wide, .rows):has(> table)").forEach((place) => resized.observe(place));

  // A row of a list or below a form is a card there; the framework writes "Last_run" and "What Came Of It" beside its cells.
  const inOurCase = (label) => {
    const plain = label.replaceAll("_", " ").trim();
    return plain.charAt(0).toUpperCase() + plain.slice(1);
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const cell of document.querySelectorAll("#content [data-label]")) cell.dataset.label = inOurCase(cell.dataset.label);
    watch(document);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) if (node.parentElement) watch(node.parentElement);
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
