// Put into a page before anything of its own: takes down what the reader sees, and when.
(() => {
  const seen = { usable: null, paint: null, largest: null, what: "", shift: 0, shifts: [], long: [] };
  window.seen = seen;
  const watch = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
      type,
      buffered: true,
    });
  watch("paint", (entry) => {
    if (entry.name === "first-contentful-paint") seen.paint = entry.startTime;
  });
  watch("largest-contentful-paint", (entry) => {
    seen.largest = entry.startTime;
    seen.what = entry.element ? `${entry.element.tagName}.${entry.element.className}` : "";
  });
  watch("layout-shift", (entry) => {
    if (entry.hadRecentInput) return;
    seen.shift += entry.value;
    const names = entry.sources.map(({ node }) =>
      node ? `${node.nodeName}#${node.id ?? ""}.${node.className ?? ""}` : "?",
    );
    seen.shifts.push(`${Math.round(entry.startTime)} ${entry.value.toFixed(4)} ${names.join(" ")}`);
  });
  watch("longtask", (entry) => seen.long.push([entry.startTime, entry.duration]));
  const look = () => {
    if (document.querySelector(window.USABLE ?? "main table tbody tr")) {
      // Drawn when the frame after this one is: the time is taken then.
      requestAnimationFrame(() => {
        seen.usable = performance.now();
      });
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
