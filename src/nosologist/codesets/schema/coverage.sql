-- Coverage policies that a user added: which diagnoses make a service medically necessary for a payer. Numbers only; dates are ISO.

CREATE TABLE IF NOT EXISTS policy (
    document TEXT NOT NULL,   -- the file it stands in
    policy TEXT NOT NULL,     -- the payer's number of the policy: NCD 190.16, L33777
    payer TEXT NOT NULL,      -- contractor or payer; empty: any
    code TEXT NOT NULL,       -- CPT or HCPCS
    diagnosis TEXT NOT NULL,  -- ICD-10-CM without dot; a header stands for every code below it
    covered INTEGER NOT NULL, -- 1: makes the service necessary; 0: never does
    first_day TEXT,
    last_day TEXT
);
CREATE INDEX IF NOT EXISTS policy_code ON policy (code);
