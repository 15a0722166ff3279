"""Which word tells a phrase: without it the phrase does not stand in a text, and most texts do not have it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from nosologist.codesets.words import fold, stem

# Most notes have these: they tell a phrase only where it has no other word. Nothing but speed depends on them.
_EVERYWHERE = """was were with pt family physical patient blood pressure treatment therapy counseling evaluation
examination elevated finger joint knee ankle shoulder chest breast approximately lateral medial surgical normal regular
fracture upper postoperative hospital bilateral respiratory rate rhythm kidney renal chronic neck level intact test study
hour change urine monitor cancer skin abdomen abdominal care distal proximal point artery arterial high great primary
secondary place physician cervical lumbar thoracic second third capillary neuro lesion complete bone wound total function
anterior posterior visual infection moderate small diffuse dose bladder intestine liver lung heart cardiac partial free
elbow forearm wrist foot hand head face nail vision sleep stress arthritis medicine left right contact serum
procedure management manage intervention screening tendon muscle nerve vein venous local central in of on at to by for from
and or no not home type mass low line lab drug age risk remove removed external internal peripheral evaluate therapist
exercise bowel placement definitive pulmonary"""


@lru_cache(maxsize=1)
def _everywhere() -> frozenset[str]:
    words = _EVERYWHERE.split()
    return frozenset((*words, *(stem(fold(word)) for word in words)))


def telling(phrase: Sequence[str]) -> str:
    """The word (or stem) without which a phrase does not stand in a text: the longest of those that not every note has."""
    return max(phrase, key=lambda word: (word not in _everywhere(), len(word)))
