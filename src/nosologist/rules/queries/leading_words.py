"""QRY101."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.model.query import Part
from nosologist.rules.queries.practice import PRACTICE, asked, own_words, undocumented
from nosologist.rules.rule import Hit, Needs, rule

_LEADING = re.compile(
    r"(?:would|do|don't|wouldn't|can|could) (?:you|we) (?:not )?(?:also )?(?:agree|think|say|concur)\b"
    r"(?! with the (?:path|radiolog|imaging))|"
    r"\b(?:isn't|aren't|wasn't) (?:it|this|that)\b|\bdo(?:es)?n't (?:this|it|the patient)\b|"
    r"\b(?:we|I|CDI|coding) (?:really )?(?:need|want|would like|require)s? (?:you|the provider|this) to\b|"
    r"\b(?:needs?|has|have) to be (?:documented|added|written|stated)\b|"
    r"\b(?:must|should) (?:be )?(?:document\w*|add\w*|stated?|wr[io]t\w*)\b|"
    r"\b(?:kindly|please|just|can you|could you)\s+(?:add|write|put|include|insert)\b|"
    r"\b(?:clearly|obviously|definitely|undoubtedly|certainly|evidently|of course)\b|"
    r"\b(?:you|providers?|physicians?) (?:must|should|ought to|need to|have to|will want to)\b|"
    r"\b(?:document|write|state|chart|record) (?:it|this) (?:that way|this way|as such|accordingly)\b|"
    r"\bmeets? (?:\w+ ){0,3}criteria for\b|"
    r"\b(?:consistent with|indicative of|suggests?|points? to) (?:the diagnosis of )?[\w ]{3,40}"
    r"(?:,|;|\.)? (?:so |therefore |thus )?(?:please|can you|kindly) (?:document|confirm|add)|"
    r"\bit (?:appears|seems|looks)(?: like| that| as if)?\b[^.?\n]{0,60}\b(?:has|had|have|is|was)\b|"
    r"\b(?:the|your|this) (?:patient|pt) (?:likely|probably|surely|most likely) (?:has|had)\b|"
    r"\b(?:findings?|indicators?|labs?|values?|this|these|criteria) (?:\w+ )?(?:support|confirm|prove|establish|warrant|justif)\w* "
    r"(?:a |the )?(?:diagnosis|dx)\b|,? right\?|\bI (?:think|believe|feel|assume|suspect) (?:that )?(?:you|this|the|it|he|she)\b|"
    r"\b(?:per|after|from) our (?:\w+ )?(?:conversation|discussion|talk|chat|call)\b|"
    r"\b(?:update|amend|addend|correct|revise) (?:the |your )?(?:\w+ )?(?:documentation|notes?|summary|chart) "
    r"(?:to (?:reflect|show|say|state|include)|accordingly)|"
    r"\bas (?:we )?(?:discussed|agreed|talked about)\b",
    re.IGNORECASE,
)
_ASSERTED = re.compile(
    r"\b(?:patient|pt|he|she|they) (?:clinically |likely |also |then )?(?:has|had|have|developed|suffers?|is in|was in)\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"\b(?:please|kindly|can you|could you|would you)\s+(?:\w+ )?"
    r"(?:document|confirm|amend|addend|list|state|indicate|note|diagnose|change|specify|update)\w*\b"
    r"(?! whether| if)",
    re.IGNORECASE,
)


@rule("QRY101", PRACTICE, severity=Severity.STOP, needs=Needs.QUERY)
def leading_words(claim: Claim, books: Books) -> Iterator[Hit]:
    """A query tells the provider what to write, or seeks agreement with an answer."""
    query = asked(claim)
    found = _LEADING.search(own_words(query))
    if found:
        yield Hit(f'"{" ".join(found.group().split())}" leads to an answer; ask what the provider\'s judgment is')
        return
    for named in query.named_in(Part.INDICATORS):
        one = query.indicators[named.number]
        if named.affirmed and not one.sourced and _ASSERTED.search(one.quote):
            yield Hit(f'"{named.text}" is said of the patient without a source; quote the record, do not diagnose')
            return
    wanted = _REQUEST.search(query.question)
    if wanted and undocumented(query, query.named_in(Part.QUESTION)):
        yield Hit(
            f'"{wanted.group().strip()}" with a diagnosis that no indicator quotes; ask for the diagnosis, do not give it'
        )
