"""Colour profiles made by hand: small, exact, and not sRGB.

Source: ICC.1:2001-04, sections 6.1 (header), 6.5.3 (curv), 6.5.8 (lut8), 6.5.23 (XYZ).
"""

import struct

import numpy as np

# sRGB's primaries, adapted to D50; giving R the weights of G swaps them.
RED, GREEN, BLUE = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)
D50 = (0.9642, 1.0, 0.8249)


def rgb_profile(red=RED, green=GREEN, blue=BLUE, *, gamma: float = 2.2) -> bytes:
    """Matrix profile of three primaries (XYZ, adapted to D50) and one gamma."""
    curve = _curve(gamma)
    return _profile(
        b"RGB ",
        b"XYZ ",
        {
            b"rXYZ": _xyz(red),
            b"gXYZ": _xyz(green),
            b"bXYZ": _xyz(blue),
            b"rTRC": curve,
            b"gTRC": curve,
            b"bTRC": curve,
        },
    )


def grey_profile(*, gamma: float) -> bytes:
    return _profile(b"GRAY", b"XYZ ", {b"kTRC": _curve(gamma)})


def cmyk_profile(ink_lab: tuple[int, int, int]) -> bytes:
    """Where no ink is, paper white; where all inks are, `ink_lab` (each 0 to 255 as in lut8)."""
    corners = np.empty((2, 2, 2, 2, 3))
    for index in np.ndindex(2, 2, 2, 2):
        share = sum(index) / 4
        corners[index] = (1 - share) * np.array([255, 128, 128]) + share * np.array(ink_lab)
    ramp = bytes(range(256))
    table = corners.round().astype(np.uint8).tobytes()
    lut = b"mft1" + bytes(4) + bytes([4, 3, 2, 0])
    lut += struct.pack(">9i", *(65536 * value for value in (1, 0, 0, 0, 1, 0, 0, 0, 1)))
    lut += ramp * 4 + table + ramp * 3
    return _profile(b"CMYK", b"Lab ", {b"A2B0": lut, b"A2B1": lut}, kind=b"prtr")


def _profile(space: bytes, pcs: bytes, tags: dict[bytes, bytes], kind: bytes = b"mntr") -> bytes:
    text = b"made by hand\x00"
    description = b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78)
    tags = {b"desc": description, b"cprt": b"text" + bytes(4) + text, b"wtpt": _xyz(D50), **tags}
    body, table = b"", struct.pack(">I", len(tags))
    start = 128 + 4 + 12 * len(tags)
    for name, payload in tags.items():
        payload += bytes(-len(payload) % 4)
        table += name + struct.pack(">II", start + len(body), len(payload))
        body += payload
    head = struct.pack(">I", start + len(body)) + bytes(4) + b"\x02\x10\x00\x00"
    head += kind + space + pcs + struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp"
    head += bytes(68 - len(head)) + _xyz(D50)[8:]
    return head + bytes(128 - len(head)) + table + body


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))


def _curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256))
