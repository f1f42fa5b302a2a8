"""The words that the sketch engine understands, as plain tables."""

# canonical -> words (singular; plurals are folded before the look-up)
SUBJECTS = {
    "mug": "mug cup coffee tea espresso cappuccino latte teacup",
    "bottle": "bottle wine water oil serum beer",
    "jar": "jar honey jam candle cosmetic cream pot canister",
    "box": "box package packaging carton parcel crate gift",
    "sneaker": "sneaker shoe trainer footwear runner boot kick",
    "perfume": "perfume fragrance cologne scent parfum",
    "can": "can tin soda",
    "bowl": "bowl soup ramen salad",
    "apple": "apple",
    "orange": "orangefruit citrus tangerine clementine",
    "lemon": "lemon lime",
    "banana": "banana",
    "pear": "pear",
    "fruit": "fruit still-life stilllife",
    "vase": "vase flower bouquet tulip rose peony ceramic-vase blossom",
    "plant": "plant houseplant cactus monstera fern succulent potted",
    "chair": "chair armchair stool seat",
    "sofa": "sofa couch settee loveseat",
    "lamp": "lamp lantern light-fixture pendant",
    "book": "book novel magazine notebook journal",
    "laptop": "laptop computer macbook notebook-computer",
    "phone": "phone smartphone iphone mobile app",
    "portrait": "portrait face woman man girl boy person model selfie head people lady someone",
    "figure": (
        "figure hiking walking running strolling standing-person jogging silhouette "
        "walker dancer hiker traveller traveler standing"
    ),
    "cat": "cat kitten kitty",
    "dog": "dog puppy hound",
    "bird": "bird robin sparrow finch parrot heron crane",
    "fish": "fish koi goldfish",
    "house": "house cottage cabin home hut villa barn",
    "boat": "boat sailboat ship sail yacht",
    "teapot": "teapot kettle",
    "headphones": "headphone headset earphone",
    "watch": "watch wristwatch",
    "camera": "camera",
    "car": "car automobile van",
    "tree": "tree oak-tree",
    "ball": "ball sphere orb beachball",
    "bag": "bag tote handbag backpack purse",
}


SCENES = {
    "sea": "sea ocean coast seaside marine bay harbour harbor",
    "beach": "beach shore seashore",
    "lake": "lake river pond fjord loch water-reflection",
    "mountain": "mountain alps peak summit alpine volcano ridge",
    "hills": (
        "hill meadow field countryside valley farm vineyard tuscany pasture lavender landscape"
    ),
    "forest": "forest wood woods woodland jungle pine grove trees",
    "desert": "desert dune sahara canyon mesa cactus-land",
    "city": "city skyline downtown skyscraper urban metropolis cityscape tower",
    "street": "street town village alley road avenue cafe shopfront row-house neighbourhood",
    "sky": "sky cloud heaven air",
    "garden": "garden park",
    "space": "space planet galaxy cosmos universe",
    "room": "room interior livingroom bedroom studio-apartment kitchen",
    "island": "island",
}


WEATHER = {
    "rain": "rain rainy storm drizzle wet monsoon",
    "snow": "snow snowy winter blizzard ice frosty christmas",
    "fog": "fog foggy mist misty haze hazy",
}


LIGHT = {
    "morning": "morning sunrise dawn early breakfast",
    "golden": "golden sunset dusk evening golden-hour warm autumn fall sundown",
    "night": "night midnight moon moonlight moonlit dark nocturne starry star",
    "neon": "neon cyberpunk synthwave vaporwave glow",
    "backlit": "backlit backlight rim contre-jour",
    "soft": "soft diffuse overcast gentle cloudy",
    "studio": "studio softbox seamless product packshot",
    "day": "day noon midday sunny summer bright daylight sun",
    "window": "window windowlight windowsill sill windowpane",
}


MOOD = {
    "calm": "calm serene quiet peaceful zen tranquil cosy cozy still",
    "bold": "bold strong dramatic vivid vibrant intense loud saturated",
    "playful": "playful fun happy joyful kid quirky whimsical cheerful children",
    "luxury": "luxury luxurious premium elegant gold golden-foil opulent rich",
    "minimal": "minimal minimalist clean simple sparse muji",
    "retro": "retro vintage 70s 60s 50s seventies sixties midcentury nostalgic",
    "pastel": "pastel candy powder baby",
    "earthy": "earthy natural organic rustic ceramic stoneware terracotta clay-pot boho",
    "moody": "moody gloomy noir mysterious",
    "fresh": "fresh spring crisp clear",
}


SURFACE = {
    "wood": "oak wood wooden walnut pine-table timber teak birch plank",
    "marble": "marble travertine stone terrazzo-top",
    "linen": "linen cloth fabric cotton tablecloth textile",
    "concrete": "concrete cement plaster",
}


PLACES = {
    "table": "table desk tabletop counter worktop",
    "shelf": "shelf shelves shelving",
    "podium": "podium pedestal plinth",
}


PATTERN = {
    "stripes": "stripe striped",
    "dots": "dot polka dotted spot",
    "checks": "check checked gingham plaid tartan checkerboard",
    "waves": "wave scallop seigaiha",
    "leaves": "leaf leaves foliage botanical floral tropical",
    "terrazzo": "terrazzo confetti",
    "bauhaus": "geometric bauhaus geometry shape abstract suprematist",
    "memphis": "memphis",
    "grid": "grid mesh-grid tile tiles",
    "mesh": "gradient mesh blur aurora",
    "matisse": "matisse cutout cutouts collage",
}


PATTERN_HEAD = frozenset(
    (
        "pattern",
        "wallpaper",
        "textile",
        "print",
        "seamless",
        "repeat",
        "backdrop",
        "background",
        "texture",
        "wrapping",
    )
)


LAYOUT = {
    "close": "close-up closeup macro detail close",
    "wide": "wide panorama panoramic vista distant aerial",
    "top": "top-down flat-lay flatlay overhead topdown birdseye",
    "centre": "centred centered symmetrical centre center",
    "thirds": "thirds",
    "space_left": "space-left negative-space-left",
    "space_right": "space-right negative-space-right negative-space copy-space copyspace",
    "poster": "poster layout cover banner flyer advert ad campaign hero",
    "grid_of": "series collection set range line-up lineup",
}


STYLE = {
    "flat": "flat vector",
    "gouache": "gouache painted painting illustration editorial tempera",
    "watercolour": "watercolour watercolor aquarelle",
    "line": "line-art lineart line ink drawing sketch outline pen doodle",
    "riso": "risograph riso screenprint halftone silkscreen duotone print-look",
    "paper": "paper-cut papercut papercraft origami layered-paper",
    "iso": "isometric",
    "clay": "clay 3d render claymation plasticine",
    "cut": "linocut woodcut lino",
}


COLOURS = {
    "red": "d23b33",
    "crimson": "b3202e",
    "scarlet": "e0392b",
    "vermilion": "e34a2f",
    "orange": "ee7d2b",
    "tangerine": "f28a30",
    "amber": "f2a93b",
    "yellow": "f2c53d",
    "mustard": "d9a032",
    "gold": "cfa24a",
    "lemonyellow": "f5dd4b",
    "green": "3f8f5b",
    "olive": "7d7f3a",
    "sage": "9aaf8d",
    "mint": "a8dcc3",
    "emerald": "1d8a63",
    "forestgreen": "2a5a3c",
    "lime": "b6d13c",
    "teal": "1f7f80",
    "turquoise": "3fb8b0",
    "cyan": "35b5d0",
    "aqua": "58c6c9",
    "blue": "2f62b8",
    "navy": "1f2f57",
    "cobalt": "2448a8",
    "indigo": "3b3c8f",
    "azure": "4a9de0",
    "skyblue": "8fc4e8",
    "ultramarine": "2a3fb0",
    "denim": "4a6c95",
    "purple": "7a4aa0",
    "violet": "8757b8",
    "lilac": "c3a6dd",
    "lavender": "b7a8dc",
    "plum": "6f3358",
    "magenta": "c8307f",
    "pink": "ee8fa8",
    "blush": "f0c4b8",
    "rose": "dd7f86",
    "coral": "f27a62",
    "salmon": "f29a80",
    "peach": "f8c09a",
    "apricot": "f5b57a",
    "terracotta": "c4623f",
    "rust": "a8492a",
    "brown": "7d5236",
    "chocolate": "50301f",
    "caramel": "b9783f",
    "beige": "e3d3b8",
    "cream": "f6ecd6",
    "ivory": "f7f1e2",
    "sand": "dcc39a",
    "tan": "cda878",
    "white": "f6f3ec",
    "black": "24211f",
    "charcoal": "35363a",
    "grey": "8f8f8c",
    "gray": "8f8f8c",
    "silver": "bfc3c6",
    "burgundy": "6d1f2e",
    "maroon": "6a2028",
    "khaki": "b7a878",
    "ochre": "c98a2b",
    "fuchsia": "d23c96",
    "jade": "2fa27a",
    "copper": "b8693f",
    "bronze": "93683a",
}


STOP = frozenset(
    (
        "a",
        "an",
        "the",
        "of",
        "on",
        "in",
        "at",
        "with",
        "and",
        "or",
        "by",
        "to",
        "for",
        "from",
        "its",
        "is",
        "are",
        "over",
        "under",
        "near",
        "very",
        "some",
        "my",
        "our",
        "into",
        "style",
        "look",
        "scene",
        "view",
        "image",
        "picture",
        "photo",
    )
)


PLURAL_ONE = frozenset(
    (
        "headphones",
        "earphones",
        "sneakers",
        "shoes",
        "trainers",
        "boots",
        "kicks",
        "flowers",
        "tulips",
        "roses",
        "peonies",
        "blossoms",
        "jeans",
        "people",
        "plants",
    )
)


COUNTS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "pair": 2,
    "couple": 2,
    "trio": 3,
    "several": 4,
    "many": 5,
}


# Word before a colour -> (lightness step, chroma factor) in OKLCH.
TONES = {
    "dark": (-0.16, 0.95),
    "deep": (-0.11, 1.05),
    "light": (0.13, 0.8),
    "pale": (0.17, 0.6),
    "bright": (0.05, 1.25),
    "vivid": (0.02, 1.35),
    "soft": (0.07, 0.65),
    "dusty": (0.02, 0.55),
}
