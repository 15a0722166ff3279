"""Stems as Martin Porter's English stemmer gives them."""

from __future__ import annotations

import pytest

from nosologist.codesets.stemming import english_stem

STEMS = """knees:knee fractures:fractur fractured:fractur fracturing:fractur aches:ach bruises:bruis gases:gase abscesses:abscess
ties:tie cries:cri cried:cri skies:sky dying:die lying:lie tying:tie feet:feet kiwis:kiwi this:this gas:gas viscus:viscus
agreed:agre feed:feed proceed:proceed exceed:exceed bleeding:bleed bleed:bleed sing:sing rating:rate trouble:troubl hopping:hop
adding:add egged:egg hoping:hope evening:evening outing:outing say:say boy:boy happy:happi dryly:dryli sky:sky
relational:relat conditional:condit rationally:ration valency:valenc hesitancy:hesit digitizer:digit conformably:conform
radically:radic differently:differ vilely:vile analogously:analog vietnamization:vietnam predication:predic operator:oper
feudalism:feudal decisiveness:decis hopefulness:hope callousness:callous formality:formal sensitivity:sensit sensibility:sensibl
triplicate:triplic formative:format formalize:formal electricity:electr electrical:electr hopeful:hope goodness:good
revival:reviv allowance:allow inference:infer airliner:airlin gyroscopic:gyroscop adjustable:adjust defensible:defens
irritant:irrit replacement:replac adjustment:adjust dependent:depend adoption:adopt communism:communism activate:activ
controlling:control rolling:roll generally:general organs:organ arsenic:arsenic internal:internal early:earli only:onli
neurologist:neurolog pathology:patholog oncological:oncolog ophthalmologically:ophthalmolog yellow:yellow youth:youth"""


@pytest.mark.parametrize("pair", STEMS.split())
def test_stem(pair: str) -> None:
    word, stem = pair.split(":")
    assert english_stem(word) == stem
