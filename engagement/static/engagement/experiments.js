// The one chart of an experiment: the interval of the lift narrowing day by day, drawn in the page's own colours.
(() => {
  const place = document.getElementById("lift");
  const told = JSON.parse(document.getElementById("lift-chart").textContent);
  const hues = ["124, 58, 237", "217, 119, 6", "13, 148, 136", "220, 38, 38"];
  const darkHues = ["179, 164, 255", "251, 191, 36", "94, 234, 212", "252, 165, 165"];
  const signed = (value) => `${value > 0 ? "+" : ""}${Math.round(value)} %`;

  const draw = () => {
    const isDark = document.documentElement.classList.contains("dark");
    const ink = isDark ? "#e8e6f0" : "#1f1b2d";
    const grid = isDark ? "rgba(255,255,255,.12)" : "rgba(0,0,0,.08)";
    const traces = told.lines.flatMap((line, place) => {
      const hue = (isDark ? darkHues : hues)[place % hues.length];
      const edge = { x: line.days, mode: "lines", line: { width: 0 }, hoverinfo: "skip", showlegend: false };
      return [
        { ...edge, y: line.low },
        { ...edge, y: line.high, fill: "tonexty", fillcolor: `rgba(${hue}, .22)` },
        {
          x: line.days, y: line.middle, mode: line.days.length > 1 ? "lines" : "markers", name: line.name,
          line: { color: `rgb(${hue})`, width: 2.5 }, marker: { color: `rgb(${hue})`, size: 9 },
          customdata: line.days.map((_, day) => [signed(line.low[day]), signed(line.high[day]), line.people[day]]),
          hovertemplate: `${line.name}: %{customdata[0]} to %{customdata[1]}<br>%{customdata[2]:,} people<extra></extra>`,
        },
      ];
    });
    const level = (value, dash, color) => ({
      type: "line", xref: "paper", x0: 0, x1: 1, y0: value, y1: value, line: { color, width: 1.5, dash }, layer: "below",
    });
    Plotly.react(place, traces, {
      margin: { l: 52, r: 12, t: 8, b: 32 },
      paper_bgcolor: "transparent", plot_bgcolor: "transparent", font: { color: ink, family: "inherit", size: 12 },
      xaxis: { type: "date", gridcolor: grid, fixedrange: true, nticks: place.clientWidth < 480 ? 5 : 9, tickformat: "%-d %b" },
      yaxis: { range: told.range, gridcolor: grid, zeroline: false, ticksuffix: " %", fixedrange: true, nticks: 7 },
      shapes: [level(0, "solid", ink), level(told.wanted, "dash", isDark ? "#7fd99a" : "#1a7f37")],
      hovermode: "x unified", hoverlabel: { bgcolor: isDark ? "#211e2a" : "#fff", font: { color: ink } },
      showlegend: told.lines.length > 1, legend: { orientation: "h", y: 1.12 },
    }, { displayModeBar: false, responsive: true });
  };

  draw();
  new MutationObserver(draw).observe(document.documentElement, { attributes: true, attributeFilter: ["class"] });
})();
