"""How a landscape is shown."""

from assets.engines.sketch.canvas import Canvas
from assets.engines.sketch.geometry import arch, ellipse, rect
from assets.engines.sketch.palette import Palette
from assets.engines.sketch.rng import Rng
from assets.engines.sketch.scenes.view import view
from assets.engines.sketch.words import Brief


def landscape(canvas: Canvas, brief: Brief, rng: Rng, palette: Palette) -> str:
    """Presentation of a view: full bleed, framed, through an arch, as a triptych or in a disc."""
    W, H = canvas.W, canvas.H
    ar = W / H
    w = {
        "full": 7,
        "frame": 1.2,
        "arch": 0.9 if ar < 1.5 else 0.2,
        "disc": 0.6 if 0.7 < ar < 1.5 else 0,
        "triptych": 0.8 if ar > 0.8 else 0,
    }
    if "poster" in brief.layout:
        w = {
            "full": 1,
            "frame": 3,
            "arch": 2,
            "disc": 2 if 0.7 < ar < 1.5 else 0,
            "triptych": 1 if ar > 0.8 else 0,
        }
    if "street" in brief.scenes or "wide" in brief.layout:
        w["arch"] = w["disc"] = 0
    kind = rng.weighted(w)
    if kind == "full":
        view(canvas, brief, rng.fork("v"), palette)
        return kind
    bg = rng.pick([palette.paper, palette.paper, palette.wall, palette.main])
    canvas.box(-0.1, -0.1, W + 0.2, H + 0.2, bg, line=False, lift=0)
    m = 0.07
    if kind == "frame":
        box, polys = (m, m, W - 2 * m, H - 2 * m), [rect(m, m, W - 2 * m, H - 2 * m)]
    elif kind == "arch":
        w_ = min(W * 0.66, H * 0.6)
        h_ = min(H - 2.4 * m, w_ * 1.45)
        box = ((W - w_) / 2, (H - h_) / 2, w_, h_)
        polys = [arch(*box)]
    elif kind == "disc":
        R = min(W, H) * 0.41
        box, polys = (W / 2 - R, H / 2 - R, 2 * R, 2 * R), [ellipse(W / 2, H / 2, R, n=160)]
    else:
        n = 3
        g = 0.025
        box = (m, m, W - 2 * m, H - 2 * m)
        pw = (box[2] - g * (n - 1)) / n
        polys = [rect(m + j * (pw + g), m, pw, box[3]) for j in range(n)]
    sub = Canvas(
        max(8, int(box[2] * canvas.u) + 2),
        max(8, int(box[3] * canvas.u) + 2),
        canvas.style,
        canvas.light,
        palette.paper,
        palette.dark,
        rng.fork("sub"),
        px=canvas.u,
    )
    sub.watch, sub.at = canvas.watch, (box[0], box[1])
    view(sub, brief, rng.fork("v"), palette)
    for p in polys:
        canvas.paste(sub, p, box[0], box[1])
        if canvas.style.line:
            canvas.outline(p)
    return kind
