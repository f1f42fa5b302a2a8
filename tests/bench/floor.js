// The floor that the board is measured against: the same scene by a Canvas2D loop with a cached picture
// of the view and some way around it. No text, people, levels, loading, undo or anything else.

const MARGIN = 0.25; // share of the view that the cache reaches further on each side
const REDRAW_SCALE = 1.6; // further from its own zoom the cache is drawn anew, else scaled
const LEAST_ZOOM = 0.002;
const MOST_ZOOM = 8;
const WHEEL_ZOOM = 0.01; // as the board

const canvas = document.querySelector('canvas');
const context = canvas.getContext('2d');
const cache = document.createElement('canvas');
const cacheContext = cache.getContext('2d');
const view = { x: 0, y: 0, zoom: 1 };
let cached = null;
let nodes = [];
let thumbnails = new Map();
let selected = new Set();
let isAsked = false;
let drag = null;
let marquee = null;
let isReady = false;

canvas.width = cache.width = innerWidth;
canvas.height = cache.height = innerHeight;
cache.width = Math.ceil(canvas.width * (1 + 2 * MARGIN));
cache.height = Math.ceil(canvas.height * (1 + 2 * MARGIN));
canvas.addEventListener('wheel', (event) => {
  event.preventDefault();
  if (event.ctrlKey) zoomAt(event.clientX, event.clientY, Math.exp(-event.deltaY * WHEEL_ZOOM));
  else bench.panBy(event.deltaX, event.deltaY);
}, { passive: false });
canvas.addEventListener('pointerdown', (event) => {
  const index = nodeAt(event.clientX, event.clientY);
  if (index >= 0) {
    if (!selected.has(index)) selected = new Set([index]);
    cached = null; // the dragged ones are lifted off
    drag = { x: event.clientX, y: event.clientY };
  } else {
    marquee = { x: event.clientX, y: event.clientY, right: event.clientX, bottom: event.clientY };
  }
  ask();
});
canvas.addEventListener('pointermove', (event) => {
  if (drag) {
    bench.moveSelected((event.clientX - drag.x) / view.zoom, (event.clientY - drag.y) / view.zoom);
    drag = { x: event.clientX, y: event.clientY };
  } else if (marquee) {
    marquee.right = event.clientX;
    marquee.bottom = event.clientY;
    selectIn(marquee);
    ask();
  }
});
canvas.addEventListener('pointerup', () => {
  if (drag) cached = null;
  drag = null;
  marquee = null;
  ask();
});

const bench = {
  ready: () => isReady,
  fitAll() {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y, width, height } of nodes) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + width);
      bottom = Math.max(bottom, y + height);
    }
    const zoom = Math.min(canvas.width / (right - left), canvas.height / (bottom - top)) * 0.9;
    const x = (left + right - canvas.width / zoom) / 2;
    bench.setView(x, (top + bottom - canvas.height / zoom) / 2, zoom);
  },
  getView: () => ({ ...view }),
  setView(x, y, zoom) {
    Object.assign(view, { x, y, zoom: Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom)) });
    ask();
  },
  panBy: (dx, dy) => bench.setView(view.x + dx / view.zoom, view.y + dy / view.zoom, view.zoom),
  select(indices) {
    selected = new Set(indices);
    ask();
  },
  selectedCount: () => selected.size,
  moveSelected(dx, dy) {
    for (const index of selected) {
      nodes[index].x += dx;
      nodes[index].y += dy;
    }
    ask();
  },
  nodeRect(index) {
    const { x, y, width, height } = nodes[index];
    const { zoom } = view;
    return { x: (x - view.x) * zoom, y: (y - view.y) * zoom, width: width * zoom, height: height * zoom };
  },
  count: () => nodes.length,
  size: () => ({ width: canvas.width, height: canvas.height }),
  sync: () => isReady,
};
window.bench = bench;

/** Called by the benchmark, on the server's own origin. */
window.load = async ({ snapshot, asset, level }) => {
  ({ nodes } = await (await fetch(snapshot)).json());
  const assets = [...new Set(nodes.map((node) => node.asset))];
  await Promise.all(Array.from({ length: 6 }, async () => {
    for (let id = assets.pop(); id; id = assets.pop()) {
      const url = asset.replace('{id}', id).replace('{level}', level);
      thumbnails.set(id, await createImageBitmap(await (await fetch(url)).blob()));
    }
  }));
  isReady = true;
  bench.fitAll();
};

function zoomAt(x, y, factor) {
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, view.zoom * factor));
  bench.setView(view.x + x / view.zoom - x / zoom, view.y + y / view.zoom - y / zoom, zoom);
}

function nodeAt(x, y) {
  for (let index = nodes.length - 1; index >= 0; index -= 1) {
    const rect = bench.nodeRect(index);
    if (x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height) return index;
  }
  return -1;
}

function selectIn(box) {
  const left = Math.min(box.x, box.right) / view.zoom + view.x;
  const right = Math.max(box.x, box.right) / view.zoom + view.x;
  const top = Math.min(box.y, box.bottom) / view.zoom + view.y;
  const bottom = Math.max(box.y, box.bottom) / view.zoom + view.y;
  selected = new Set();
  for (let index = 0; index < nodes.length; index += 1) {
    const { x, y, width, height } = nodes[index];
    if (x < right && x + width > left && y < bottom && y + height > top) selected.add(index);
  }
}

function ask() {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(draw);
}

function draw() {
  isAsked = false;
  if (!isCovered()) fillCache();
  context.fillStyle = '#1a1a1c';
  context.fillRect(0, 0, canvas.width, canvas.height);
  const scale = view.zoom / cached.zoom;
  const left = (cached.x - view.x) * view.zoom;
  const top = (cached.y - view.y) * view.zoom;
  if (scale === 1) context.drawImage(cache, Math.round(left), Math.round(top));
  else context.drawImage(cache, left, top, cache.width * scale, cache.height * scale);
  if (drag) for (const index of selected) paint(context, view, nodes[index], canvas);
  context.strokeStyle = '#f2b824';
  let outlines = 0;
  for (const index of selected) {
    if ((outlines += 1) > 500) break;
    const { x, y, width, height } = bench.nodeRect(index);
    context.strokeRect(x, y, width, height);
  }
  if (marquee) context.strokeRect(marquee.x, marquee.y, marquee.right - marquee.x, marquee.bottom - marquee.y);
}

function isCovered() {
  if (!cached) return false;
  const scale = view.zoom / cached.zoom;
  if (scale > REDRAW_SCALE || scale < 1 / REDRAW_SCALE) return false;
  const left = (view.x - cached.x) * cached.zoom;
  const top = (view.y - cached.y) * cached.zoom;
  return left >= 0 && top >= 0 && left + canvas.width / scale <= cache.width && top + canvas.height / scale <= cache.height;
}

function fillCache() {
  const { zoom } = view;
  cached = { x: view.x - (canvas.width * MARGIN) / zoom, y: view.y - (canvas.height * MARGIN) / zoom, zoom };
  cacheContext.clearRect(0, 0, cache.width, cache.height);
  for (let index = 0; index < nodes.length; index += 1) {
    if (!(drag && selected.has(index))) paint(cacheContext, cached, nodes[index], cache);
  }
}

function paint(target, camera, { x, y, width, height, asset }, surface) {
  const left = (x - camera.x) * camera.zoom;
  const top = (y - camera.y) * camera.zoom;
  const across = width * camera.zoom;
  const down = height * camera.zoom;
  if (left > surface.width || top > surface.height || left + across < 0 || top + down < 0) return;
  target.drawImage(thumbnails.get(asset), left, top, across, down);
}
