// Draws every chart of a page in the colours of the theme that is on, again when it changes; reads values out by arrow
// keys; leads from a bar to its rows. What is drawn comes ready from analytics/figures.py.
(() => {
  const palette = JSON.parse(document.getElementById("palette").textContent);
  const root = document.documentElement;
  const family = getComputedStyle(document.body).fontFamily;
  const theme = () => palette[root.classList.contains("dark") ? "dark" : "light"];

  const CROWD = 12;

  const hue = (colours, tone) => (typeof tone === "number" ? colours.hues[tone % colours.hues.length] : colours[tone]);
  const faint = (colour) => `${colour}33`;

  const painted = (trace, colours) => {
    const { tone, dash, size, is_heat: isHeat, is_band: isBand, is_lower: isLower } = trace.meta;
    if (isHeat) {
      const scale = colours.heat.map((colour, place) => [place / (colours.heat.length - 1), colour]);
      const most = Math.max(...trace.z.flat().map((value) => value ?? 0)) || 1;
      return { ...trace, colorscale: scale, zauto: false, zmin: 0, zmax: most, colorbar: { ...trace.colorbar, tickfont: { color: colours.ink } } };
    }
    const colour = hue(colours, tone);
    if (isBand) {
      return { ...trace, line: { width: 0, color: colour }, ...(isLower ? {} : { fillcolor: faint(colour) }) };
    }
    const reach = (axis) => (trace[axis] ? { [axis]: { ...trace[axis], color: trace.type === "bar" ? colours.ink : colour } } : {});
    if (trace.type === "bar") {
      return { ...trace, marker: { color: colour }, ...reach("error_x"), ...reach("error_y") };
    }
    return {
      ...trace, line: { color: colour, width: 2.25, dash }, marker: { color: colour, size: size ?? 6 },
      ...reach("error_x"), ...reach("error_y"),
    };
  };

  const cut = (text, longest) => {
    const plain = text.replace(/&(amp|lt|gt);/g, "·"); // an entity is one letter
    return plain.length <= longest ? text : `${[...text.matchAll(/&\w+;|./gu)].slice(0, longest - 1).join("").trimEnd()}…`;
  };

  const laidOut = (told, colours, width) => {
    const { layout } = told;
    const narrow = width < 480;
    const longest = narrow ? 22 : Math.max(24, Math.round(width / 16));
    const legendRows = narrow && layout.showlegend ? told.traces.filter((trace) => trace.name).length : 0;
    const axis = (given) => ({
      gridcolor: colours.grid, linecolor: colours.grid, zerolinecolor: colours.quiet, fixedrange: true, automargin: true,
      tickfont: { size: narrow ? 11 : 12 }, ...given,
      ...(given.ticktext ? { ticktext: given.ticktext.map((text) => cut(text, longest)) } : {}),
    });
    const xaxis = axis(layout.xaxis);
    if (narrow && xaxis.ticktext?.length > CROWD) {
      // Twenty-four hours lie upon each other on a phone: every third is named.
      const isKept = (_, place) => place % 3 === 0;
      Object.assign(xaxis, { tickvals: xaxis.tickvals.filter(isKept), ticktext: xaxis.ticktext.filter(isKept) });
    }
    if (narrow && xaxis.type === "category") xaxis.nticks = 8;
    if (xaxis.type === "date") Object.assign(xaxis, { nticks: narrow ? 5 : 8, showgrid: false });
    if (told.traces[0].meta.is_heat) Object.assign(xaxis, { showgrid: false, zeroline: false });
    return {
      ...layout, ...(layout.shapes ? { shapes: layout.shapes.map((shape) => ({ ...shape, fillcolor: faint(colours.quiet) })) } : {}), xaxis, yaxis: axis({ zeroline: false, ...layout.yaxis, ...(told.labels_lie ? { showgrid: false } : {}) }),
      height: told.height + 18 * Math.max(legendRows - 2, 0), margin: { l: 8, r: 12, t: layout.annotations ? 22 : 10, b: 8 },
      paper_bgcolor: "transparent", plot_bgcolor: "transparent", font: { color: colours.ink, family, size: 12 },
      hoverlabel: { bgcolor: colours.page, bordercolor: colours.quiet, font: { color: colours.ink, size: 12 }, align: "left" },
      legend: { orientation: "h", traceorder: "normal", x: 0, xanchor: "left", y: 0, yref: "container", yanchor: "bottom", font: { size: 12 } },
      dragmode: false,
    };
  };

  const charts = new Map();

  const draw = (figure) => {
    const chart = charts.get(figure);
    const colours = theme();
    const place = figure.querySelector(".drawn");
    const layout = laidOut(chart.told, colours, place.clientWidth);
    place.style.height = `${layout.height}px`;
    Plotly.react(
      place, chart.told.traces.map((trace) => painted(trace, colours)), layout, { displayModeBar: false, responsive: true },
    );
    if (!chart.isDrawn && chart.told.links?.length) {
      place.on("plotly_click", (event) => {
        const link = chart.told.links[event.points[0].pointIndex];
        if (link) window.location.assign(link);
      });
    }
    chart.isDrawn = true;
  };

  const readOut = (figure, step) => {
    const chart = charts.get(figure);
    const rows = figure.parentElement.querySelectorAll(".as-table tbody tr");
    if (!rows.length) return;
    chart.place = Math.min(Math.max((chart.place ?? (step > 0 ? -1 : rows.length)) + step, 0), rows.length - 1);
    const names = [...figure.parentElement.querySelectorAll(".as-table thead th")].map((cell) => cell.textContent);
    const [first, ...cells] = [...rows[chart.place].children].map((cell) => cell.textContent);
    figure.querySelector(".read").textContent = `${first}: ${cells.map((text, n) => `${names[n + 1]} ${text}`).join(", ")}`;
  };

  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      draw(entry.target);
    }
  }, { rootMargin: "400px" });

  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    const told = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    charts.set(figure, { told });
    figure.querySelector(".drawn").style.height = `${told.height}px`;
    figure.addEventListener("keydown", (event) => {
      if (event.target !== figure || !(event.key in steps)) return;
      event.preventDefault();
      readOut(figure, steps[event.key]);
    });
    seen.observe(figure);
  }

  const redraw = () => charts.forEach((chart, figure) => chart.isDrawn && draw(figure));
  let isDark = root.classList.contains("dark");
  new MutationObserver(() => {
    if (isDark === root.classList.contains("dark")) return;
    isDark = !isDark;
    redraw();
  }).observe(root, { attributes: true, attributeFilter: ["class"] });
  // What is printed was perhaps never scrolled to.
  window.addEventListener("beforeprint", () => charts.forEach((_, figure) => draw(figure)));
})();
