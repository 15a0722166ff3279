"""Which graver injuries are at the site of a superficial one, by the words of the titles."""

from __future__ import annotations

import re

# The site as titles of superficial injuries name it (the first that is found counts), and as those of graver ones do.
_SITES = tuple(
    (re.compile(superficial), re.compile(graver))
    for superficial, graver in (
        (r"\bscalp\b", r"\bscalp\b|vault of skull"),
        (r"\beyelid", r"\beyelid|\borbit|\beyeball"),
        (r"\bnose\b", r"\bnose\b|\bnasal"),
        (r"\bear\b", r"\bear\b"),
        (r"\blip\b", r"\blip\b"),
        (r"\boral cavity\b", r"\boral cavity\b|\btongue\b"),
        (
            r"\bhead\b",
            r"\bof (?:other|unspecified) part of head\b|\bcheek\b|\bmalar\b|\bmaxilla|"
            r"\bmandib|\bzygoma|\bfacial",
        ),
        (r"\bthroat\b|\bneck\b", r"\bthroat\b|\bpart of neck\b|\blarynx\b|\btrachea\b"),
        (r"\bbreast\b", r"\bbreast\b"),
        (r"\bback wall of thorax\b", r"\bback wall of thorax\b|\brib"),
        (r"\bthorax\b", r"\bfront wall of thorax\b|\brib|\bsternum\b|\bsternal\b"),
        (r"\babdominal wall\b", r"\babdominal wall\b"),
        (r"\blower back\b", r"\blower back\b|\blumbar vertebra"),
        (r"\bpelvi", r"\bpelvi|\bsacrum\b|\bcoccyx\b|\bilium\b|\bpubis\b|\bischium\b"),
        (
            r"\bshoulder\b",
            r"\bshoulder\b|\bclavic|\bscapula|\bacromio|upper end of .*humerus|"
            r"surgical neck of .*humerus|tuberosity",
        ),
        (r"\bupper arm\b", r"\bupper arm\b|shaft of humerus"),
        (
            r"\belbow\b",
            r"\belbow\b|\bolecranon|\bcoronoid|(?:head|neck) of .*radius|"
            r"upper end of .*(?:ulna|radius)|condyl|lower end of .*humerus",
        ),
        (r"\bforearm\b", r"\bforearm\b|shaft of .*(?:ulna|radius)"),
        (
            r"\bwrist\b",
            r"\bwrist\b|\bcarpal|\bnavicular|\bscaphoid|styloid process|colles|smith's|"
            r"barton's|lower end of .*(?:ulna|radius)",
        ),
        (r"\bthumb\b", r"\bthumb\b"),
        (r"\b(?P<finger>index|middle|ring|little) finger\b", r"\bfinger"),
        (r"\bfinger", r"\bfinger"),
        (r"\bhand\b", r"\bhand\b|\bmetacarp"),
        (r"\bhip\b", r"\bhip\b|neck of .*femur|\btrochanter|head of .*femur|\bacetabul"),
        (r"\bthigh\b", r"\bthigh\b|shaft of .*femur"),
        (
            r"\bknee\b",
            r"\bknee\b|\bpatell|upper end of .*(?:tibia|fibula)|tibial (?:plateau|spine|"
            r"tuberosity)|lower end of .*femur|condyle of .*(?:femur|tibia)",
        ),
        (r"\blower leg\b", r"(?:wound|laceration|puncture|bite).*\blower leg\b|shaft of .*(?:tibia|fibula)"),
        (r"\bankle\b", r"\bankle\b|malleol|\bpilon\b|lower end of .*(?:tibia|fibula)"),
        (r"\bgreat toe\b", r"\bgreat toe\b"),
        (r"\btoe", r"\btoe"),
        (r"\bfoot\b", r"\bfoot\b|\bmetatars|\btarsal|\bcalcane|\btalus\b"),
    )
)  # fmt: skip


def same_site(superficial: str, graver: str) -> bool:
    """True where the title of a graver injury names the site that the title of a superficial one names."""
    superficial, graver = superficial.lower(), graver.lower()
    for site, sites in _SITES:
        if found := site.search(superficial):
            which = found.groupdict().get("finger")
            return sites.search(graver) is not None and (which is None or f"{which} finger" in graver)
    return False
