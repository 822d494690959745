// Lets readers sort tables of class "sortable" by a column. Without it the tables stand in the
// order in which they were written. A cell sorts by its data-sort, else by its words; a cell with
// an empty data-sort goes last in either direction. Columns marked data-unsorted stay as they are.

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
  for (const head of table.tHead.rows[0].cells) {
    if ("unsorted" in head.dataset) continue;
    const button = document.createElement("button");
    button.type = "button";
    const words = head.textContent.trim();
    if (head.querySelector("a")) {
      // The head's own words lead elsewhere, so the button stands below them.
      button.textContent = "Sort";
      button.setAttribute("aria-label", `Sort by ${words}`);
      head.append(button);
    } else {
      button.append(...head.childNodes);
      head.append(button);
    }
    button.addEventListener("click", () => sort(table, head));
  }
  table.classList.add("sorts");
}
