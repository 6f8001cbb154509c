// How often the interval has held the truth on every day so far: ours drawn through, a plain test's dashed.
(() => {
  const hues = ["124, 58, 237", "217, 119, 6", "13, 148, 136", "220, 38, 38"];
  const darkHues = ["179, 164, 255", "251, 191, 36", "94, 234, 212", "252, 165, 165"];
  for (const place of document.querySelectorAll("[data-coverage]")) {
    const told = JSON.parse(document.getElementById(place.dataset.coverage).textContent);
    const draw = () => {
      const isDark = document.documentElement.classList.contains("dark");
      const ink = isDark ? "#e8e6f0" : "#1f1b2d";
      const grid = isDark ? "rgba(255,255,255,.12)" : "rgba(0,0,0,.08)";
      const traces = told.flatMap((line, number) => {
        const color = `rgb(${(isDark ? darkHues : hues)[number % hues.length]})`;
        const percent = (shares) => shares.map((share) => share * 100);
        const common = { x: line.days, mode: "lines", hovertemplate: "%{y:.1f} %<extra>%{fullData.name}</extra>" };
        return [
          { ...common, y: percent(line.always_valid), name: line.name, line: { color, width: 2.5 } },
          { ...common, y: percent(line.plain), name: `${line.name}, plain`, line: { color, width: 1.5, dash: "dash" }, showlegend: false },
        ];
      });
      Plotly.react(place, traces, {
        margin: { l: 48, r: 12, t: 8, b: 84 },
        paper_bgcolor: "transparent", plot_bgcolor: "transparent", font: { color: ink, family: "inherit", size: 12 },
        xaxis: { title: { text: "days looked at" }, gridcolor: grid, fixedrange: true },
        yaxis: { gridcolor: grid, ticksuffix: " %", fixedrange: true, range: [55, 101] },
        shapes: [{ type: "line", xref: "paper", x0: 0, x1: 1, y0: 95, y1: 95, line: { color: ink, width: 1.5, dash: "dot" } }],
        hoverlabel: { bgcolor: isDark ? "#211e2a" : "#fff", font: { color: ink } },
        legend: { orientation: "h", yanchor: "top", y: -0.3 },
      }, { displayModeBar: false, responsive: true });
    };
    draw();
    new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
  }
})();
