(function () {
  "use strict";
  document.querySelectorAll(".filter").forEach(function (box) {
    var input = box.querySelector("input"), select = box.querySelector("select"), shown = box.querySelector("output");
    var rows = Array.from(document.querySelectorAll("#" + box.dataset.table + " tbody tr"));
    var texts = null;
    function apply() {
      texts = texts || rows.map(function (row) { return row.textContent.toLowerCase(); });
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), status = select ? select.value : "", count = 0;
      rows.forEach(function (row, place) {
        var fits = (!status || row.dataset.s === status) &&
          words.every(function (word) { return texts[place].includes(word); });
        row.hidden = !fits;
        count += fits;
      });
      shown.textContent = count.toLocaleString("en-US") + " / " + rows.length.toLocaleString("en-US");
    }
    box.hidden = false;
    input.addEventListener("input", apply);
    if (select) { select.addEventListener("change", apply); }
    apply();
  });
})();
