"""Records that look like the one that is being typed, in a form or by a program."""

from voronka.records.similar.finding import LookAlike, alike
from voronka.records.similar.signs import Signs, signs_of, tells_apart
from voronka.records.similar.unseen import Unseen, unseen

__all__ = ["LookAlike", "Signs", "Unseen", "alike", "signs_of", "tells_apart", "unseen"]
