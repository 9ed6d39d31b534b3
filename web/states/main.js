// The picture of all states, bundled by `cargo xtask build`. The page imports it when it is first asked
// for. dagre says where states stand; what is here draws them, moves the view, and tells which was
// pressed. Colours come from the classes of web/tokens.css.
import { Graph, layout } from "@dagrejs/dagre";

const SVG = "http://www.w3.org/2000/svg";
const RADIUS = 8;
/** How near and how far one can look, as shares of the whole picture. */
const NEAREST = 0.08;
const FARTHEST = 1.6;

function make(name, attributes, parent) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) element.setAttribute(key, value);
  }
  parent?.append(element);
  return element;
}

function place(states) {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 16, ranksep: 30, marginx: 20, marginy: 20 });
  states.forEach((state, number) => {
    const size = state.verdict ? 2.6 * RADIUS : 2 * RADIUS;
    graph.setNode(String(number), { width: size, height: size });
  });
  states.forEach((state, number) => {
    state.steps.forEach(({ task, to }) => graph.setEdge(String(number), String(to), {}, task));
  });
  layout(graph);
  return graph;
}

/** A smooth line through dagre's points. */
function curve(points) {
  const [first, ...rest] = points;
  let d = `M${first.x.toFixed(1)} ${first.y.toFixed(1)}`;
  for (let i = 0; i + 1 < rest.length; i += 1) {
    const [a, b] = [rest[i], rest[i + 1]];
    const last = i + 2 === rest.length;
    const end = last ? b : { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    d += `Q${a.x.toFixed(1)} ${a.y.toFixed(1)} ${end.x.toFixed(1)} ${end.y.toFixed(1)}`;
  }
  return d;
}

/**
 * Puts a picture into `parent`. `onState(number)` is called for each state that is pressed.
 */
export function create(parent, onState) {
  const buttons = document.createElement("div");
  buttons.className = "state-buttons";
  const svg = make("svg", { class: "states", role: "group", "aria-label": "States", tabindex: "-1" });
  parent.append(buttons, svg);
  const button = (name, text, press) => {
    const element = document.createElement("button");
    element.textContent = text;
    element.setAttribute("aria-label", name);
    element.title = name;
    element.addEventListener("click", press);
    buttons.append(element);
  };
  button("Zoom in", "+", () => zoom(0.7));
  button("Zoom out", "−", () => zoom(1 / 0.7));
  button("Whole picture", "Fit", () => fit());

  let states = [];
  let nodes = [];
  let edges = [];
  let whole = { width: 1, height: 1 };
  let view = { x: 0, y: 0, width: 1, height: 1 };
  let path = [];
  let step = 0;

  function look(next) {
    view = next;
    svg.setAttribute("viewBox", [view.x, view.y, view.width, view.height].map((n) => n.toFixed(1)).join(" "));
  }
  function fit() {
    look({ x: 0, y: 0, ...whole });
  }
  /** `factor` below 1 comes nearer; the point (0…1 of the view) stays where it is. */
  function zoom(factor, px = 0.5, py = 0.5) {
    const width = Math.min(Math.max(view.width * factor, whole.width * NEAREST), whole.width * FARTHEST);
    const height = (view.height * width) / view.width;
    look({
      x: view.x + (view.width - width) * px,
      y: view.y + (view.height - height) * py,
      width,
      height,
    });
  }
  /** Units of the picture for a pixel of the screen. */
  const scale = () => {
    const box = svg.getBoundingClientRect();
    return Math.max(view.width / box.width, view.height / box.height);
  };

  svg.addEventListener("wheel", (event) => {
    // The plain wheel scrolls the page; pinching on a touchpad comes with Ctrl.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = svg.getBoundingClientRect();
    zoom(Math.exp(event.deltaY * 0.01), (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  }, { passive: false });
  let drag = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".state") || event.button !== 0) return;
    drag = { x: event.clientX, y: event.clientY, view };
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const by = scale();
    look({ ...view, x: drag.view.x - (event.clientX - drag.x) * by, y: drag.view.y - (event.clientY - drag.y) * by });
  });
  const drop = () => {
    drag = null;
  };
  svg.addEventListener("pointerup", drop);
  svg.addEventListener("pointercancel", drop);
  svg.addEventListener("click", (event) => {
    const node = event.target.closest(".state");
    if (node) onState(Number(node.dataset.state));
  });
  // One state is in the order of Tab; arrows go along the steps from there.
  svg.addEventListener("keydown", (event) => {
    const node = event.target.closest(".state");
    if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = Number(node.dataset.state);
    const before = states.flatMap((state, number) => (state.steps.some(({ to }) => to === at) ? [number] : []));
    const along = (list) => list.find((other) => path.includes(other)) ?? list[0];
    const after = states[at].steps.map(({ to }) => to);
    const siblings = before.length ? states[along(before)].steps.map(({ to }) => to) : [];
    const beside = (by) => siblings[siblings.indexOf(at) + by];
    let to;
    if (event.key === "ArrowDown") to = along(after);
    else if (event.key === "ArrowUp") to = along(before);
    else if (event.key === "ArrowRight") to = beside(1);
    else if (event.key === "ArrowLeft") to = beside(-1);
    else if (event.key === "Enter" || event.key === " ") onState(at);
    else if (event.key === "+") zoom(0.7);
    else if (event.key === "-") zoom(1 / 0.7);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (to !== undefined) reach(to).focus();
  });

  /** Makes a state the one in the order of Tab. */
  function reach(number) {
    for (const node of nodes) node.setAttribute("tabindex", "-1");
    nodes[number]?.setAttribute("tabindex", "0");
    return nodes[number];
  }

  function name(state, number) {
    if (state.verdict) return `State ${number}, end: ${state.title}, ${state.verdict}`;
    return `State ${number}, next: ${state.steps.map(({ task }) => task).join(" or ")}`;
  }

  function mark() {
    const on = new Map(path.map((state, at) => [state, at]));
    nodes.forEach((node, number) => {
      node.classList.toggle("on-path", on.has(number));
      node.classList.toggle("ahead", on.has(number) && on.get(number) > step);
      const here = path[Math.min(step, path.length - 1)] === number;
      node.classList.toggle("here", here);
      if (here) node.setAttribute("aria-current", "step");
      else node.removeAttribute("aria-current");
    });
    const pairs = new Set(path.slice(1).map((to, at) => `${path[at]} ${to}`));
    for (const { element, from, to } of edges) {
      element.classList.toggle("on-path", pairs.has(`${from} ${to}`));
    }
  }

  return {
    /** Draws states: JSON of `[{steps: [{task, to, colour}], verdict, sign, title}]`. */
    show(json) {
      states = JSON.parse(json);
      const graph = place(states);
      svg.replaceChildren();
      const lines = make("g", {}, svg);
      edges = graph.edges().map(({ v, w, name: task }) => {
        const step = states[Number(v)].steps.find((step) => step.task === task);
        const { points } = graph.edge({ v, w, name: task });
        const element = make("path", { d: curve(points), class: `edge ${step?.colour ?? ""}` }, lines);
        make("title", {}, element).textContent = task;
        return { element, from: Number(v), to: Number(w) };
      });
      nodes = states.map((state, number) => {
        const { x, y } = graph.node(String(number));
        const group = make("g", {
          class: `state ${state.verdict ? `end verdict-${state.verdict}` : ""}`,
          "data-state": number,
          role: "button",
          tabindex: "-1",
          "aria-label": name(state, number),
          transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
        }, svg);
        make("title", {}, group).textContent = name(state, number);
        if (state.verdict) {
          const side = 2.6 * RADIUS;
          make("rect", { x: -side / 2, y: -side / 2, width: side, height: side, rx: 4 }, group);
          make("text", { y: 4 }, group).textContent = state.sign;
        } else {
          make("circle", { r: RADIUS }, group);
        }
        return group;
      });
      const size = graph.graph();
      whole = { width: Math.max(size.width, 60), height: Math.max(size.height, 60) };
      fit();
      reach(0);
      mark();
    },
    /** Shows a schedule: the states along it, and how many of its steps are taken. */
    follow(states, taken) {
      path = [...states];
      step = taken;
      mark();
      // Moves the Tab stop, not the focus.
      if (!svg.contains(document.activeElement)) reach(path[Math.min(step, path.length - 1)] ?? 0);
    },
    destroy() {
      parent.replaceChildren();
    },
  };
}
