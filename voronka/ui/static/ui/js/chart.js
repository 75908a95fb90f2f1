/* Charts of the reports: ECharts with our colours and type, drawn anew when the theme or the size changes. */
import "../../vendor/echarts.js";
import { grouped } from "./text.js";

const charts = new Map();
const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/** A token as `rgb()`, which is what ECharts understands. */
const colour = (name) => {
  const holder = document.createElement("i");
  holder.className = "sr-only";
  holder.style.color = `var(--${name})`;
  document.body.append(holder);
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = getComputedStyle(holder).color;
  probe.fillRect(0, 0, 1, 1);
  holder.remove();
  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
};

const said = (value) => (typeof value === "number" ? grouped(value, 3) : value ?? "—");
const axis = (own, category) => own && {
  axisLine: { show: category, lineStyle: { color: colour("line-strong") } }, axisTick: { show: false },
  splitLine: { show: !category, lineStyle: { color: colour("line") } },
  axisLabel: { color: colour("text-3"), fontSize: 12, hideOverlap: true, ...(category ? {} : { formatter: said }) }, nameTextStyle: { color: colour("text-3"), align: "left" }, ...own,
};
const axes = (own) => (Array.isArray(own) ? own.map((each) => axis(each, each.type === "category")) : axis(own, own?.type === "category"));

const dressed = (option) => {
  const text = colour("text");
  const series = [].concat(option.series ?? []).map((each) => ({
    ...(each.type === "bar" ? { barMaxWidth: 40, itemStyle: { borderRadius: 3 } } : {}),
    ...(each.type === "line" ? { symbolSize: 6, lineStyle: { width: 2 } } : {}), ...each,
    ...(each.label ? { label: { color: text, textBorderWidth: 0, textBorderColor: "transparent", fontSize: 12, formatter: ({ value }) => said(value), ...each.label } } : {}),
  }));
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches, animationDuration: 150,
    color: [1, 2, 3, 4, 5, 6].map((number) => colour(`series-${number}`)),
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: text },
    grid: { left: 8, right: 12, top: series.length > 1 ? 36 : 12, bottom: 4, containLabel: true },
    legend: series.length > 1 ? { type: "scroll", pageIconSize: 10, pageIconColor: colour("text-2"), pageIconInactiveColor: colour("line-strong"), pageTextStyle: { color: colour("text-3") }, top: 0, left: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, textStyle: { color: colour("text-2") } } : undefined,
    ...option,
    tooltip: {
      trigger: series.some((each) => each.type === "pie") ? "item" : "axis", renderMode: "richText", confine: true, valueFormatter: said,
      backgroundColor: colour("raised"), borderColor: colour("line-strong"), textStyle: { color: text, fontSize: 12 }, axisPointer: { type: "shadow", shadowStyle: { opacity: 0.06 } },
      ...option.tooltip,
    },
    xAxis: axes(option.xAxis), yAxis: axes(option.yAxis), series,
  };
};

const draw = (figure) => charts.get(figure)?.setOption(dressed(JSON.parse(figure.dataset.chart)), true);

/** Draws `figure[data-chart]`; a point with a `url` opens its rows. */
export const start = (figure) => {
  if (charts.has(figure)) return;
  const chart = globalThis.echarts.init(figure.querySelector(".chart__area"), null, { renderer: "svg" });
  charts.set(figure, chart);
  draw(figure);
  chart.on("click", ({ data }) => data?.url && location.assign(data.url));
  new ResizeObserver(() => chart.resize()).observe(figure);
};

const redraw = () => charts.forEach((_, figure) => draw(figure));
document.addEventListener("theme:changed", redraw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
document.addEventListener("htmx:beforeCleanupElement", (event) => {
  charts.get(event.target)?.dispose();
  charts.delete(event.target);
});
