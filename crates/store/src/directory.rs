//! The directory: which businesses there are, and who may come in. Its tables belong to no business, and this is their
//! only reader.
//!
//! Secrets never come here: sessions, tokens and links are known by the SHA-256 of their secret. Times are ISO texts in
//! UTC of one form, which sort as times do.

use crate::connection::Connection;
use crate::{BusinessId, FromRow, Head, Store, StoreError, Tx, Value, params};

/// A business of this database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Business {
    /// Its number, the first column of every key.
    pub id: BusinessId,
    /// Its name, different from every other one here.
    pub name: String,
    /// When it was made here.
    pub created_at: String,
}

crate::from_row!(Business { id, name, created_at });

/// A link to be handed out, good for one use.
#[derive(Debug, Clone)]
pub struct NewLink<'a> {
    /// The hash of its secret.
    pub token_hash: [u8; 32],
    /// The business it leads to.
    pub business: BusinessId,
    /// What it is for.
    pub kind: &'a str,
    /// Now.
    pub created_at: &'a str,
    /// From when on it is refused.
    pub expires_at: &'a str,
}

/// A link that has just been used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The business it leads to.
    pub business: BusinessId,
    /// What it is for.
    pub kind: String,
}

crate::from_row!(Link { business, kind });

/// A browser that is to be known from now on.
#[derive(Debug, Clone)]
pub struct NewSession<'a> {
    /// The hash of its secret.
    pub token_hash: [u8; 32],
    /// The business it may see.
    pub business: BusinessId,
    /// Who it is.
    pub actor: &'a str,
    /// How its owner recognises it.
    pub label: &'a str,
    /// Now.
    pub created_at: &'a str,
    /// From when on it is unknown again.
    pub expires_at: &'a str,
}

/// A browser that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The hash of its secret.
    pub token_hash: [u8; 32],
    /// The business it may see.
    pub business: BusinessId,
    /// Who it is.
    pub actor: String,
    /// How its owner recognises it.
    pub label: String,
    /// When it became known.
    pub created_at: String,
    /// When it was last here.
    pub last_seen_at: String,
    /// From when on it is unknown again.
    pub expires_at: String,
}

crate::from_row!(Session { token_hash, business, actor, label, created_at, last_seen_at, expires_at });

/// A token for a program.
#[derive(Debug, Clone)]
pub struct NewToken<'a> {
    /// The hash of its secret.
    pub token_hash: [u8; 32],
    /// What its owner calls it.
    pub name: &'a str,
    /// What it may do.
    pub scopes: &'a str,
    /// Now.
    pub created_at: &'a str,
    /// From when on it is refused, if ever.
    pub expires_at: Option<&'a str>,
}

/// A token that was given to a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The business it opens.
    pub business: BusinessId,
    /// Its number in that business.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// What it may do.
    pub scopes: String,
    /// When it was given.
    pub created_at: String,
    /// From when on it is refused, if ever.
    pub expires_at: Option<String>,
    /// When it was last used, to the hour.
    pub last_used_at: Option<String>,
    /// When it was taken back.
    pub revoked_at: Option<String>,
}

crate::from_row!(Token { business, id, name, scopes, created_at, expires_at, last_used_at, revoked_at });

/// A turn of a job that comes round.
#[derive(Debug, Clone, Copy)]
pub struct Turn<'a> {
    /// Whose.
    pub business: BusinessId,
    /// The kind of job.
    pub kind: &'a str,
    /// The moment it falls due.
    pub turn: &'a str,
    /// The program that takes it.
    pub holder: &'a str,
}

/// The tables without row security.
#[derive(Clone)]
pub struct Directory {
    store: Store,
}

impl Directory {
    pub(crate) fn new(store: Store) -> Directory {
        Directory { store }
    }

    fn write<T>(&self, work: impl FnOnce(&mut Tx) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut tx = self.store.begin(None, true)?;
        let value = work(&mut tx)?;
        tx.commit()?;
        Ok(value)
    }

    fn query<T: FromRow>(&self, sql: &'static str, params: &[(&str, Value<'_>)]) -> Result<Vec<T>, StoreError> {
        self.store.begin(None, false)?.query(sql, params)
    }

    fn find<T: FromRow>(&self, sql: &'static str, params: &[(&str, Value<'_>)]) -> Result<Option<T>, StoreError> {
        self.store.begin(None, false)?.query_optional(sql, params)
    }

    /// Makes a business and its head row. A name that is taken is [`StoreError::UniqueViolation`].
    pub fn create_business(&self, name: &str, now: &str) -> Result<BusinessId, StoreError> {
        self.write(|tx| {
            tx.lock_businesses()?;
            let id: BusinessId = tx.query_one("SELECT COALESCE(MAX(id), 0) + 1 FROM businesses", &[])?;
            tx.execute(
                "INSERT INTO businesses (id, name, created_at) VALUES (:id, :name, :now)",
                &params! { id, name, now },
            )?;
            tx.create_head(id)?;
            Ok(id)
        })
    }

    /// Makes a business in the transaction that fills it, so that both are there or neither. A name that is taken is
    /// [`StoreError::UniqueViolation`]. On a server whoever makes another business meanwhile waits for this one.
    pub fn begin_business(&self, name: &str, created_at: &str) -> Result<Tx, StoreError> {
        let mut tx = self.store.begin(None, true)?;
        tx.lock_businesses()?;
        let id: BusinessId = tx.query_one("SELECT COALESCE(MAX(id), 0) + 1 FROM businesses", &[])?;
        tx.execute(
            "INSERT INTO businesses (id, name, created_at) VALUES (:id, :name, :created_at)",
            &params! { id, name, created_at },
        )?;
        tx.create_head(id)?;
        tx.into_business(id)
    }

    /// Enters a business of another database under the number it has there; its number must be free here.
    pub(crate) fn adopt_business(&self, business: &Business) -> Result<(), StoreError> {
        let Business { id, name, created_at } = business;
        self.write(|tx| {
            tx.execute(
                "INSERT INTO businesses (id, name, created_at) VALUES (:id, :name, :created_at)",
                &params! { id, name, created_at },
            )?;
            tx.create_head(*id)
        })
    }

    /// Takes back a business that has no rows yet beside its head.
    pub(crate) fn forget_business(&self, business: BusinessId) -> Result<(), StoreError> {
        self.write(|tx| {
            tx.see_business(business)?;
            tx.execute("DELETE FROM heads WHERE business = :business", &params! { business })?;
            tx.execute("DELETE FROM businesses WHERE id = :business", &params! { business })?;
            Ok(())
        })
    }

    /// Every business, by name.
    pub fn businesses(&self) -> Result<Vec<Business>, StoreError> {
        self.query("SELECT id, name, created_at FROM businesses ORDER BY name", &[])
    }

    /// The business of this name.
    pub fn business_named(&self, name: &str) -> Result<Option<Business>, StoreError> {
        self.find("SELECT id, name, created_at FROM businesses WHERE name = :name", &params! { name })
    }

    /// Keeps a link until it is used.
    pub fn link_create(&self, link: &NewLink<'_>) -> Result<(), StoreError> {
        let NewLink { token_hash, business, kind, created_at, expires_at } = link;
        self.write(|tx| {
            tx.execute(
                "INSERT INTO links (token_hash, business, kind, created_at, expires_at)
                 VALUES (:token_hash, :business, :kind, :created_at, :expires_at)",
                &params! { token_hash, business, kind, created_at, expires_at },
            )?;
            Ok(())
        })
    }

    /// Uses a link: of two who come at once, one gets it.
    pub fn link_redeem(&self, token_hash: &[u8; 32], kind: &str, now: &str) -> Result<Option<Link>, StoreError> {
        self.write(|tx| {
            tx.query_optional(
                "UPDATE links SET used_at = :now
                 WHERE token_hash = :token_hash AND kind = :kind AND used_at IS NULL AND expires_at > :now
                 RETURNING business, kind",
                &params! { token_hash, kind, now },
            )
        })
    }

    /// Makes a browser known.
    pub fn session_create(&self, session: &NewSession<'_>) -> Result<(), StoreError> {
        let NewSession { token_hash, business, actor, label, created_at, expires_at } = session;
        self.write(|tx| {
            tx.execute(
                "INSERT INTO sessions (token_hash, business, actor, label, created_at, last_seen_at, expires_at)
                 VALUES (:token_hash, :business, :actor, :label, :created_at, :created_at, :expires_at)",
                &params! { token_hash, business, actor, label, created_at, expires_at },
            )?;
            Ok(())
        })
    }

    /// The session of this secret, unless its time is over.
    pub fn session_find(&self, token_hash: &[u8; 32], now: &str) -> Result<Option<Session>, StoreError> {
        self.find(
            "SELECT token_hash, business, actor, label, created_at, last_seen_at, expires_at FROM sessions
             WHERE token_hash = :token_hash AND expires_at > :now",
            &params! { token_hash, now },
        )
    }

    /// Notes that a session was here, and how long it is known from now on.
    pub fn session_renew(&self, token_hash: &[u8; 32], now: &str, expires_at: &str) -> Result<(), StoreError> {
        self.write(|tx| {
            tx.execute(
                "UPDATE sessions SET last_seen_at = :now, expires_at = :expires_at WHERE token_hash = :token_hash",
                &params! { token_hash, now, expires_at },
            )?;
            Ok(())
        })
    }

    /// Ends a session of this business; whether there was one.
    pub fn session_revoke(&self, business: BusinessId, token_hash: &[u8; 32]) -> Result<bool, StoreError> {
        self.write(|tx| {
            let ended = tx.execute(
                "DELETE FROM sessions WHERE business = :business AND token_hash = :token_hash",
                &params! { business, token_hash },
            )?;
            Ok(ended > 0)
        })
    }

    /// The sessions of a business, the last seen first.
    pub fn session_list(&self, business: BusinessId) -> Result<Vec<Session>, StoreError> {
        self.query(
            "SELECT token_hash, business, actor, label, created_at, last_seen_at, expires_at FROM sessions
             WHERE business = :business ORDER BY last_seen_at DESC",
            &params! { business },
        )
    }

    /// The token of this secret, unless it was taken back or its time is over.
    pub fn token_find(&self, token_hash: &[u8; 32], now: &str) -> Result<Option<Token>, StoreError> {
        self.find(
            "SELECT business, id, name, scopes, created_at, expires_at, last_used_at, revoked_at FROM tokens
             WHERE token_hash = :token_hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)",
            &params! { token_hash, now },
        )
    }

    /// Notes that a token was used.
    pub fn token_used(&self, token_hash: &[u8; 32], now: &str) -> Result<(), StoreError> {
        self.write(|tx| {
            tx.execute(
                "UPDATE tokens SET last_used_at = :now WHERE token_hash = :token_hash",
                &params! { token_hash, now },
            )?;
            Ok(())
        })
    }

    /// Takes a turn of a job, so that nobody else does, until a moment by which it is done or given up. Of a turn that
    /// was done, or that someone else is at, nobody gets it again.
    pub fn turn_take(&self, turn: &Turn<'_>, now: &str, until: &str) -> Result<bool, StoreError> {
        let Turn { business, kind, turn, holder } = turn;
        self.write(|tx| {
            let taken: Option<i64> = tx.query_optional(
                "INSERT INTO job_heads (business, kind, turn_done, held_by, held_until)
                 VALUES (:business, :kind, '', :holder, :until)
                 ON CONFLICT (business, kind) DO UPDATE SET held_by = :holder, held_until = :until
                 WHERE job_heads.turn_done < :turn AND job_heads.held_until <= :now
                 RETURNING business",
                &params! { business, kind, turn, holder, now, until },
            )?;
            Ok(taken.is_some())
        })
    }

    /// Notes that a turn is done.
    pub fn turn_done(&self, turn: &Turn<'_>) -> Result<(), StoreError> {
        let Turn { business, kind, turn, holder } = turn;
        self.write(|tx| {
            tx.execute(
                "UPDATE job_heads SET turn_done = :turn, held_until = ''
                 WHERE business = :business AND kind = :kind AND held_by = :holder",
                &params! { business, kind, turn, holder },
            )?;
            Ok(())
        })
    }

    /// Lets a session see another business of the same database; whether there is such a session and business.
    pub fn session_move(&self, token_hash: &[u8; 32], business: BusinessId) -> Result<bool, StoreError> {
        self.write(|tx| {
            let moved = tx.execute(
                "UPDATE sessions SET business = :to WHERE token_hash = :token_hash
                 AND EXISTS (SELECT 1 FROM businesses WHERE id = :to)",
                &params! { token_hash, to: business },
            )?;
            Ok(moved > 0)
        })
    }
}

impl Tx {
    /// Keeps a token of this business; returns its number.
    pub fn token_create(&mut self, token: &NewToken<'_>) -> Result<i64, StoreError> {
        let NewToken { token_hash, name, scopes, created_at, expires_at } = token;
        // The head of the business is locked, so no other gets the same number.
        let id: i64 = self.query_one("SELECT COALESCE(MAX(id), 0) + 1 FROM tokens WHERE business = :business", &[])?;
        self.execute(
            "INSERT INTO tokens (token_hash, business, id, name, scopes, created_at, expires_at)
             VALUES (:token_hash, :business, :id, :name, :scopes, :created_at, :expires_at)",
            &params! { token_hash, id, name, scopes, created_at, expires_at: *expires_at },
        )?;
        Ok(id)
    }

    /// Every token of this business, also those taken back, the newest first.
    pub fn token_list(&mut self) -> Result<Vec<Token>, StoreError> {
        self.query(
            "SELECT business, id, name, scopes, created_at, expires_at, last_used_at, revoked_at FROM tokens
             WHERE business = :business ORDER BY id DESC",
            &[],
        )
    }

    /// Takes a token of this business back; whether it was still good.
    pub fn token_revoke(&mut self, id: i64, now: &str) -> Result<bool, StoreError> {
        let revoked = self.execute(
            "UPDATE tokens SET revoked_at = :now WHERE business = :business AND id = :id AND revoked_at IS NULL",
            &params! { id, now },
        )?;
        Ok(revoked > 0)
    }

    /// Two who number a new row at once wait for each other. SQLite has one writer anyway.
    fn lock_businesses(&mut self) -> Result<(), StoreError> {
        match self.connection() {
            Connection::Postgres(lent) => lent.batch("LOCK TABLE businesses IN SHARE ROW EXCLUSIVE MODE"),
            Connection::Sqlite(_) => Ok(()),
        }
    }

    /// Makes the head row of a new business.
    fn create_head(&mut self, business: BusinessId) -> Result<(), StoreError> {
        self.see_business(business)?;
        Head::create(self.connection(), business)
    }

    /// Lets a transaction of the directory see the rows of one business, which row security keeps from it otherwise.
    fn see_business(&mut self, business: BusinessId) -> Result<(), StoreError> {
        match self.connection() {
            Connection::Postgres(lent) => lent.batch(&format!("SET LOCAL app.business = '{business}'")),
            Connection::Sqlite(_) => Ok(()),
        }
    }
}
