/** The layout of the database file; a file with another number is not opened. */
export const layoutVersion = 1

/** Marks a database file as one of ours ("gmmk"), so that no other application's file is taken for it. */
export const applicationId = 0x676d6d6b

/**
 * All state hangs on a `world`, the key of a service's present state. Worlds are numbered once and never again, so
 * that a reset is one new number and the old rows can be swept later.
 */
export const tables = `
  CREATE TABLE starts (start INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;

  CREATE TABLE worlds (
    world INTEGER PRIMARY KEY AUTOINCREMENT,
    abandoned INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX worlds_abandoned ON worlds (world) WHERE abandoned = 1;

  CREATE TABLE services (
    service_id TEXT PRIMARY KEY,
    world INTEGER NOT NULL,
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
    world INTEGER NOT NULL,
    client_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    client_type TEXT NOT NULL,
    properties TEXT NOT NULL,
    PRIMARY KEY (world, client_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE grants (
    world INTEGER NOT NULL,
    grant_id TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    subject TEXT,
    scopes TEXT NOT NULL,
    claims TEXT NOT NULL,
    authorization_details TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (world, grant_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE access_tokens (
    world INTEGER NOT NULL,
    token_hash TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    subject TEXT,
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    grant_id TEXT,
    jkt TEXT,
    certificate_thumbprint TEXT,
    refresh_token_hash TEXT,
    PRIMARY KEY (world, token_hash)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE refresh_tokens (
    world INTEGER NOT NULL,
    token_hash TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    subject TEXT,
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    grant_id TEXT,
    PRIMARY KEY (world, token_hash)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX refresh_tokens_of_grant ON refresh_tokens (world, grant_id);

  CREATE TABLE proofs (
    world INTEGER NOT NULL,
    api TEXT NOT NULL,
    jkt TEXT NOT NULL,
    jti_hash TEXT NOT NULL,
    forget_at INTEGER NOT NULL,
    PRIMARY KEY (world, api, jkt, jti_hash)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX proofs_by_end ON proofs (world, forget_at);
`

/** The tables whose rows go with their world, with the columns that tell the rows of a world apart. */
export const worldTables = {
  clients: 'client_id',
  grants: 'grant_id',
  access_tokens: 'token_hash',
  refresh_tokens: 'token_hash',
  proofs: 'api, jkt, jti_hash',
} as const
