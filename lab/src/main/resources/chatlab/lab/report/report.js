"use strict";
// Puts an interactive chart in the place of every drawn plot. Needs uPlot and the data of #plots.
(() => {
  const plots = JSON.parse(document.getElementById("plots").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const height = 280;
  let charts = [];

  // The markers of the drawn plots, around their middle.
  const shapes = ["M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z", "M-4 -4h8v8h-8z",
    "M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z", "M0 -5l5 9h-10z"];
  const shapeOf = series => shapes[(series.colour % 7) % 4];
  const widest = texts => Math.max(1, ...texts.map(text => text.length));

  const labelOf = (ticks, at) => (ticks.find(tick => tick.at === at) || { label: "" }).label;

  function chart(plot, host) {
    const style = getComputedStyle(host);
    const color = name => style.getPropertyValue(name).trim();
    const ofSeries = i => color(i < 0 ? "--soft" : "--c" + (i % 7));
    const font = "12px " + style.fontFamily;
    const columns = plot.series.map(series => {
      const column = plot.x.map(() => null);
      series.points.forEach(point => (column[point.index] = point.median));
      return column;
    });
    const pointAt = (series, index) => series.points.find(point => point.index === index);
    const ways = plot.lines.filter(line => !line.level);
    const missing = index => plot.series.filter(series => {
      const point = pointAt(series, index);
      return point && point.median === null;
    });

    const shown = (u, index) => missing(index).filter(series => u.series[plot.series.indexOf(series) + 1].show);

    // With a rim in the background's colour, so that it reads on top of a line.
    function label(c, text, align, x, y) {
      c.save();
      c.setLineDash([]);
      c.textAlign = align;
      c.lineWidth = 4 * devicePixelRatio;
      c.strokeStyle = color("--card");
      c.strokeText(text, x, y);
      c.fillStyle = color("--soft");
      c.fillText(text, x, y);
      c.restore();
    }

    // Says what the markers at the top edge mean: once, where none of them is in the way.
    function neverCame(c, u, index, at) {
      const k = devicePixelRatio, box = u.bbox, width = 80 * k, right = box.left + box.width;
      const posOf = i => u.valToPos(plot.x[i].at, "x", true);
      const places = plot.x.map((tick, i) => i).filter(i => shown(u, i).length > 0 && posOf(i) <= right + 1);
      if (index !== places[places.length - 1]) return;
      const last = plot.series.indexOf(shown(u, index)[shown(u, index).length - 1]);
      const behind = Math.min(posOf(index) + (last - (plot.series.length - 1) / 2) * 14 * k, right - 7 * k) + 10 * k;
      const before = places.length > 1 ? posOf(places[places.length - 2]) : -Infinity;
      if (behind + width <= right) label(c, "never came", "left", behind, box.top + 11 * k);
      else if (before < at - width - 42 * k) label(c, "never came", "right", at - 10 * k, box.top + 11 * k);
      else label(c, "never came", "right", right, box.top + 25 * k);
    }

    // Levels from edge to edge, ranges of repetitions, and at the top edge what never came.
    function extras(u) {
      const c = u.ctx, box = u.bbox, k = devicePixelRatio;
      c.save();
      c.textBaseline = "alphabetic";
      c.lineJoin = "round";
      c.font = 11.5 * k + "px " + style.fontFamily;
      for (const line of plot.lines.filter(each => each.level)) {
        if (line.colour >= 0 && !u.series[line.colour + 1].show) continue;
        const y = u.valToPos(line.values[0], "y", true);
        c.strokeStyle = ofSeries(line.colour);
        c.lineWidth = 1.3 * k;
        c.setLineDash([6 * k, 4 * k]);
        c.beginPath();
        c.moveTo(box.left, y);
        c.lineTo(box.left + box.width, y);
        c.stroke();
        // A level at the upper end of the axis has no room above it.
        label(c, line.label, "left", box.left + 5 * k, y - (y < 16 * k ? -14 : 4) * k);
      }
      plot.series.forEach((series, i) => {
        if (!u.series[i + 1].show) return;
        c.strokeStyle = c.fillStyle = ofSeries(series.colour);
        const marker = new Path2D(shapeOf(series));
        const size = (1 + (series.width - 2) * 0.14) * k;
        series.points.forEach((point, n) => {
          const x = u.valToPos(plot.x[point.index].at, "x", true);
          if (x < box.left - 1 || x > box.left + box.width + 1) return;
          if (point.low !== null && point.low !== point.high) {
            c.setLineDash([]);
            c.lineWidth = 1.5 * k;
            c.beginPath();
            c.moveTo(x, u.valToPos(point.low, "y", true));
            c.lineTo(x, point.high === null ? box.top : u.valToPos(point.high, "y", true));
            c.stroke();
          }
          if (point.median !== null) {
            c.save();
            c.translate(x, u.valToPos(point.median, "y", true));
            c.scale(size, size);
            c.fill(marker);
            c.restore();
          }
          if (point.high !== null) return;
          const beside = x + (i - (plot.series.length - 1) / 2) * 14 * k;
          const at = point.median === null ? Math.min(beside, box.left + box.width - 7 * k) : x;
          const before = plot.words ? undefined : series.points[n - 1];
          if (point.median === null && before && before.index === point.index - 1 && before.median !== null) {
            c.lineWidth = 1.4 * k;
            c.setLineDash([1.5 * k, 4 * k]);
            c.beginPath();
            c.moveTo(u.valToPos(plot.x[before.index].at, "x", true), u.valToPos(before.median, "y", true));
            c.lineTo(at, box.top + 7 * k);
            c.stroke();
          }
          c.beginPath();
          c.moveTo(at, box.top + k);
          c.lineTo(at + 6 * k, box.top + 12 * k);
          c.lineTo(at - 6 * k, box.top + 12 * k);
          c.fill();
          if (point.median === null && shown(u, point.index)[0] === series) neverCame(c, u, point.index, at);
        });
      });
      c.restore();
    }

    const due = value => (value === null || value === undefined ? "" : Math.round(value).toLocaleString("en") + "/s");

    // Onto the place whose values are shown.
    function snap(u, left, top) {
      if (left < 0) return [left, top];
      const shown = plot.x.map(tick => u.valToPos(tick.at, "x")).filter(at => at >= 0 && at <= u.bbox.width / devicePixelRatio);
      if (shown.length === 0) return [left, top];
      return [shown.reduce((best, at) => (Math.abs(at - left) < Math.abs(best - left) ? at : best)), top];
    }

    // The legend's signs as they are drawn: line and marker, or dashes.
    function signs(u) {
      u.root.querySelectorAll(".u-legend .u-series").forEach((row, i) => {
        const sign = row.querySelector(".u-marker");
        if (!sign || i === 0) return;
        const series = plot.series[i - 1];
        const of = series || ways[i - 1 - plot.series.length];
        const line = `<path d="M1 7H29" stroke="${of.colour < 0 ? color("--ink") : ofSeries(of.colour)}" ` +
          (series ? 'stroke-width="2"/>' : 'stroke-width="1.4" stroke-dasharray="6 4"/>');
        const mark = series ? `<path transform="translate(15 7)" d="${shapeOf(series)}" style="fill:${ofSeries(of.colour)}"/>` : "";
        sign.innerHTML = `<svg width="30" height="14" aria-hidden="true">${line}${mark}</svg>`;
      });
    }

    const axis = { stroke: color("--soft"), font, labelFont: font, labelSize: 22 };
    const options = {
      width: host.clientWidth - 22,
      height,
      padding: [8, 12, 0, 4],
      scales: {
        x: { time: false, range: (u, min, max) => {
          // Words have half a step on either side, numbers a little for the markers.
          const room = (max - min) * (plot.words ? 0.5 / Math.max(1, plot.x.length - 1) : 0.05) || 0.5;
          return [min - room, max + room];
        } },
        y: { distr: plot.log ? 3 : 1, range: [plot.yMin, plot.yMax] },
      },
      axes: [
        { ...axis, label: plot.xLabel, size: 30, grid: { show: false }, ticks: { stroke: color("--soft"), width: 1, size: 5 },
          splits: () => plot.x.map(tick => tick.at), values: (u, at) => at.map(each => labelOf(plot.x, each)) },
        { ...axis, label: plot.unit, size: Math.max(54, 10 + 7.2 * widest(plot.y.map(tick => tick.label))), grid: { stroke: color("--rule"), width: 1 }, ticks: { show: false },
          splits: () => plot.y.map(tick => tick.at), filter: (u, at) => at,
          values: (u, at) => at.map(each => labelOf(plot.y, each)) },
      ],
      series: [
        { label: plot.xLabel, value: (u, at) => (at === null || at === undefined ? "–" : labelOf(plot.x, at)) },
        ...plot.series.map(series => ({
          label: series.label,
          stroke: ofSeries(series.colour),
          width: series.width,
          paths: plot.words ? () => null : undefined,
          points: { show: false },
          value: (u, value, i, index) => {
            const point = index === null || index === undefined ? null : pointAt(series, index);
            return point ? point.text : "";
          },
        })),
        ...ways.map(line => ({
          label: line.label,
          stroke: line.colour < 0 ? color("--ink") : ofSeries(line.colour),
          width: 1.4,
          dash: [6, 4],
          points: { show: false },
          value: (u, value) => due(value),
        })),
      ],
      cursor: {
        sync: { key: uPlot.sync(plot.xLabel).key },
        y: false,
        drag: { x: true, y: false },
        points: { size: 15, width: 2, stroke: (u, i) => u.series[i].stroke(u, i), fill: () => "transparent" },
        move: snap,
      },
      legend: { markers: { width: () => 0, fill: () => "transparent" } },
      hooks: { draw: [extras], ready: [signs] },
    };
    // The legend keeps its height whatever it shows.
    const texts = plot.series.flatMap(series => series.points.map(point => point.text));
    ways.forEach(line => line.values.forEach(value => texts.push(due(value))));
    host.style.setProperty("--value", widest(texts) + "ch");
    return new uPlot(options, [plot.x.map(tick => tick.at), ...columns, ...ways.map(line => line.values)], host);
  }

  function draw() {
    charts.forEach(each => each.destroy());
    document.body.classList.add("interactive");
    charts = plots.map(plot => chart(plot, document.getElementById("live-" + plot.id)));
  }

  draw();
  dark.addEventListener("change", draw);
  new ResizeObserver(() => charts.forEach(each => {
    const width = each.root.parentElement.clientWidth - 22;
    if (width > 0 && width !== each.width) each.setSize({ width, height });
  })).observe(document.querySelector("main"));
})();
