-- One release of HCPCS Level II. Dates are ISO; a field that occurs several times is joined by "|".

CREATE TABLE IF NOT EXISTS hcpcs (
    value TEXT PRIMARY KEY,       -- J1885, or a modifier: LT
    kind TEXT NOT NULL,           -- code, modifier
    title TEXT NOT NULL,          -- long description
    short_title TEXT NOT NULL,    -- at most 28 characters
    added TEXT,                   -- first day of the code; NULL where the file gives no dates
    changed TEXT,                 -- day of the last action
    ended TEXT,                   -- last day on which it may be used; NULL while it may
    action TEXT,                  -- of this release: A added, C description changed, D ended, N none, ...
    coverage TEXT,                -- C, D, I, M, S
    pricing TEXT,                 -- pricing indicators
    multiple_pricing TEXT,
    coverage_reference TEXT,      -- sections of the coverage manual
    manual_reference TEXT,        -- sections of the carriers manual
    statute TEXT,
    lab_certification TEXT,
    cross_reference TEXT,         -- other codes
    asc_group TEXT,               -- YY: approved for an ambulatory surgical center
    asc_from TEXT,
    processing_note TEXT,
    betos TEXT,                   -- type of service, Berenson-Eggers
    type_of_service TEXT,         -- carrier types of service
    base_units INTEGER            -- anesthesia base units
) WITHOUT ROWID;
