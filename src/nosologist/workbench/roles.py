"""Who may do what: a user has roles in each organization that they work for."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is in an organization."""

    ASSISTANT = "assistant"  # prepares: uploads, accepts and rejects, does not finalize
    TRAINEE = "trainee"  # learns: decides on charts that were given to them, takes none, does not finalize
    CODER = "coder"
    SENIOR = "senior"  # a coder who may also reopen and take over charts of others
    CDI = "cdi"  # documentation specialist: asks providers, decides no codes
    AUDITOR = "auditor"  # reads charts and their history
    MANAGER = "manager"  # people, worklist, reopening
    PRIVACY = "privacy officer"  # the audit log
    READER = "read-only"


R = Role
EVERYONE = frozenset(Role)
READERS = EVERYONE - {R.PRIVACY}  # who may open a chart
CLAIMERS = frozenset({R.ASSISTANT, R.CODER, R.SENIOR})  # who may take a chart that nobody gave them
DECIDERS = CLAIMERS | {R.TRAINEE}
UPLOADERS = CLAIMERS | {R.MANAGER}
FINALIZERS = frozenset({R.CODER, R.SENIOR})
QUERIERS = frozenset({R.CODER, R.SENIOR, R.CDI})  # who asks providers
REOPENERS = frozenset({R.SENIOR, R.MANAGER})
ARRANGERS = REOPENERS  # who assigns and lends charts, says what is urgent, shares views
MANAGERS = frozenset({R.MANAGER})
HISTORIANS = frozenset({R.CODER, R.SENIOR, R.AUDITOR, R.MANAGER, R.PRIVACY})
EXPORTERS = frozenset({R.CODER, R.SENIOR, R.AUDITOR, R.MANAGER})
OVERSEERS = frozenset({R.SENIOR, R.AUDITOR, R.MANAGER})  # whose reports are of everybody
SETTLERS = FINALIZERS | MANAGERS  # who settles denied claims; writing off is for arrangers
REPORTERS = OVERSEERS | {R.CODER, R.CDI}
PRIVACY = frozenset({R.PRIVACY})
RESTRICTERS = MANAGERS | PRIVACY  # who restricts charts; only the privacy officer lifts it
FIRST_USER = frozenset({R.SENIOR, R.MANAGER, R.PRIVACY})  # alone on a laptop, one person is all of these
