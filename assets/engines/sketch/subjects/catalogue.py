"""Every subject by its name."""

from collections.abc import Callable

from assets.engines.sketch.subjects.belongings import bag, ball, book, sneaker, watch
from assets.engines.sketch.subjects.birds import bird, fish
from assets.engines.sketch.subjects.buildings import house
from assets.engines.sketch.subjects.devices import camera, headphones, laptop, phone
from assets.engines.sketch.subjects.flowers import vase
from assets.engines.sketch.subjects.food import apple, banana, fruit, lemon, orange, pear
from assets.engines.sketch.subjects.furniture import chair, lamp, sofa
from assets.engines.sketch.subjects.packages import bottle, box, can, jar, perfume
from assets.engines.sketch.subjects.parts import Kit, Thing
from assets.engines.sketch.subjects.people import figure, portrait
from assets.engines.sketch.subjects.pets import cat, dog
from assets.engines.sketch.subjects.plants import plant, tree
from assets.engines.sketch.subjects.vehicles import boat, car
from assets.engines.sketch.subjects.vessels import bowl, mug, teapot

BUILDERS: dict[str, Callable[[Kit], Thing]] = {
    "mug": mug,
    "bottle": bottle,
    "jar": jar,
    "can": can,
    "box": box,
    "perfume": perfume,
    "bowl": bowl,
    "apple": apple,
    "orange": orange,
    "lemon": lemon,
    "pear": pear,
    "banana": banana,
    "fruit": fruit,
    "vase": vase,
    "plant": plant,
    "teapot": teapot,
    "sneaker": sneaker,
    "chair": chair,
    "sofa": sofa,
    "lamp": lamp,
    "book": book,
    "laptop": laptop,
    "phone": phone,
    "headphones": headphones,
    "watch": watch,
    "camera": camera,
    "bag": bag,
    "car": car,
    "portrait": portrait,
    "figure": figure,
    "cat": cat,
    "dog": dog,
    "bird": bird,
    "fish": fish,
    "house": house,
    "boat": boat,
    "tree": tree,
    "ball": ball,
}


def build(name: str, kit: Kit) -> Thing:
    return BUILDERS[name](kit)
