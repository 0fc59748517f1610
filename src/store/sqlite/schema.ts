/** The version of the data layout; a file with another version is refused. */
export const layoutVersion = 6

/** Marks a database file as the mock's ("gmmk"), so that no other application's file is opened. */
export const applicationId = 0x676d6d6b

/**
 * All state belongs to a generation, the key of a service's present state. Generations are numbered once and never
 * reused, so that a reset is one new number and the old rows can be swept later. Long rows have a rowid: in a table
 * without one they fill the inner pages of its tree, and each search and insertion costs twice as much.
 */
export const schema = `
  CREATE TABLE starts (start INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;

  CREATE TABLE generations (
    generation INTEGER PRIMARY KEY AUTOINCREMENT,
    abandoned INTEGER NOT NULL DEFAULT 0,
    -- By how many milliseconds its service's clock is ahead of the machine's; null if that stands still.
    lead INTEGER
  ) STRICT;
  CREATE INDEX generations_abandoned ON generations (generation) WHERE abandoned = 1;

  CREATE TABLE services (
    service_id TEXT PRIMARY KEY,
    generation INTEGER NOT NULL,
    origin TEXT NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    properties TEXT NOT NULL,
    mock TEXT NOT NULL,
    clock TEXT NOT NULL,
    nonce_secret TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- A baseline can be large, and a service is read at every call, so they do not share a row.
  CREATE TABLE baselines (
    service_id TEXT PRIMARY KEY,
    baseline TEXT NOT NULL
  ) STRICT;

  CREATE TABLE api_tokens (
    token_hash TEXT PRIMARY KEY,
    service_id TEXT,
    rights TEXT NOT NULL,
    expires_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX api_tokens_of_service ON api_tokens (service_id);

  CREATE TABLE clients (
    generation INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    client_type TEXT NOT NULL,
    -- The alias, enabled or not, where it is not the id.
    alias TEXT,
    -- Read with every access token, and so not looked for in the properties.
    locked INTEGER NOT NULL,
    properties TEXT NOT NULL,
    PRIMARY KEY (generation, client_id)
  ) STRICT, WITHOUT ROWID;
  -- All that is read with a token: the rows themselves are long, and slow to find.
  CREATE INDEX clients_by_standing ON clients (generation, client_id, client_type, locked);
  CREATE UNIQUE INDEX clients_by_alias ON clients (generation, alias) WHERE alias IS NOT NULL;

  CREATE TABLE grants (
    generation INTEGER NOT NULL,
    grant_id TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    subject TEXT,
    scopes TEXT NOT NULL,
    claims TEXT NOT NULL,
    authorization_details TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (generation, grant_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE access_tokens (
    generation INTEGER NOT NULL,
    token_hash TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    subject TEXT,
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    grant_id TEXT,
    jkt TEXT,
    certificate_thumbprint TEXT,
    code_hash TEXT,
    details TEXT,
    refresh_token_hash TEXT,
    PRIMARY KEY (generation, token_hash)
  ) STRICT;
  CREATE INDEX access_tokens_of_code ON access_tokens (generation, code_hash) WHERE code_hash IS NOT NULL;
  CREATE INDEX access_tokens_of_refresh_token ON access_tokens (generation, refresh_token_hash)
    WHERE refresh_token_hash IS NOT NULL;

  CREATE TABLE refresh_tokens (
    generation INTEGER NOT NULL,
    token_hash TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    subject TEXT,
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    grant_id TEXT,
    jkt TEXT,
    certificate_thumbprint TEXT,
    code_hash TEXT,
    details TEXT,
    -- The used refresh token in whose place it came, where that may still be repeated.
    renews_token_hash TEXT,
    -- Its access token, once that has expired and is gone.
    expired_access_token_hash TEXT,
    PRIMARY KEY (generation, token_hash)
  ) STRICT;
  CREATE INDEX refresh_tokens_of_expired ON refresh_tokens (generation, expired_access_token_hash)
    WHERE expired_access_token_hash IS NOT NULL;
  CREATE INDEX refresh_tokens_of_renewed ON refresh_tokens (generation, renews_token_hash)
    WHERE renews_token_hash IS NOT NULL;
  CREATE INDEX refresh_tokens_of_grant ON refresh_tokens (generation, grant_id);
  CREATE INDEX refresh_tokens_of_code ON refresh_tokens (generation, code_hash) WHERE code_hash IS NOT NULL;

  -- What waits for a later call: tickets, pushed requests, codes. A used code stays for as long as the tokens that go
  -- back to it, so that its second use is seen. When it is due is by the machine's clock, so that what is over is found
  -- without asking each service; null while its service's clock stands still before that.
  CREATE TABLE pending (
    generation INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    content TEXT NOT NULL,
    used INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    due INTEGER,
    PRIMARY KEY (generation, kind, key_hash)
  ) STRICT;
  CREATE INDEX pending_by_due ON pending (due) WHERE due IS NOT NULL;

  CREATE TABLE granted_scopes (
    generation INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    subject TEXT NOT NULL,
    latest TEXT NOT NULL,
    merged TEXT NOT NULL,
    modified_at INTEGER NOT NULL,
    PRIMARY KEY (generation, client_id, subject)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE proofs (
    generation INTEGER NOT NULL,
    api TEXT NOT NULL,
    jkt TEXT NOT NULL,
    jti_hash TEXT NOT NULL,
    forget_at INTEGER NOT NULL,
    due INTEGER,
    PRIMARY KEY (generation, api, jkt, jti_hash)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX proofs_by_due ON proofs (due) WHERE due IS NOT NULL;

  -- What was saved of a service under a name, or of all of them: then the owner is empty.
  CREATE TABLE snapshots (
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (owner, name)
  ) STRICT, WITHOUT ROWID;

  -- Each service of a snapshot, with a generation that is the snapshot's own.
  CREATE TABLE snapshot_services (
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    service_id TEXT NOT NULL,
    generation INTEGER NOT NULL,
    origin TEXT NOT NULL,
    properties TEXT NOT NULL,
    mock TEXT NOT NULL,
    clock TEXT NOT NULL,
    nonce_secret TEXT NOT NULL,
    baseline TEXT NOT NULL,
    PRIMARY KEY (owner, name, service_id)
  ) STRICT;

  CREATE TABLE snapshot_api_tokens (
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    service_id TEXT,
    rights TEXT NOT NULL,
    expires_at INTEGER,
    PRIMARY KEY (owner, name, token_hash)
  ) STRICT, WITHOUT ROWID;
`
