// Lets readers sort tables of class "sortable" by a column. Without it the tables stand in the
// order in which they were written. A cell sorts by its data-sort, else by its words; a cell with
// an empty data-sort goes last in either direction. A button takes the place of each head's span of
// class "sort", which looks like it from the beginning, so that nothing moves.

const order = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });

function key(row, column) {
  const cell = row.cells[column];
  return (cell.dataset.sort ?? cell.textContent).trim();
}

function sort(table, head) {
  const descending = head.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const column = head.cellIndex;
  for (const body of table.tBodies) {
    const rows = [...body.rows].sort((one, two) => {
      const [first, second] = [key(one, column), key(two, column)];
      if (!first || !second) return Number(!first) - Number(!second);
      return descending ? order.compare(second, first) : order.compare(first, second);
    });
    body.append(...rows);
  }
}

for (const table of document.querySelectorAll("table.sortable")) {
  for (const place of table.tHead.querySelectorAll(".sort")) {
    const head = place.closest("th");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    // Where the head's own words lead elsewhere, the place is empty and stands below them.
    if (!place.textContent) button.setAttribute("aria-label", `Sort by ${head.textContent.trim()}`);
    button.append(...place.childNodes);
    place.replaceWith(button);
    button.addEventListener("click", () => sort(table, head));
  }
}
