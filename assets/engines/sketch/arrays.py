"""Names for the arrays that travel between the parts of the sketch engine."""

import numpy as np
from numpy.typing import NDArray

F = np.float32

Field = NDArray[np.float32]
"""Float samples: (height, width) or (height, width, 3), also a row or a column of coordinates."""

Bytes = NDArray[np.uint8]
"""(height, width, 3) sRGB picture or (height, width) coverage, 0 to 255."""

Flags = NDArray[np.bool_]

FloatArray64 = NDArray[np.float64]

Region = tuple[int, int, int, int]
"""y0, y1, x0, x1 in pixels; the ends are outside."""
