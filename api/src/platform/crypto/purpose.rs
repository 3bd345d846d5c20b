//! What the sub-keys of a key ring are for.

/// What a key is used for. Sub-keys are separated by HKDF-SHA-256 (RFC 5869).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Sealing TOTP secrets.
    Totp,
    /// Sealing password hashes.
    Password,
    /// MACs of e-mailed codes.
    EmailCode,
    /// Anti-forgery values of requests with a cookie.
    Csrf,
    /// Names of counters that would otherwise show an e-mail address.
    Limit,
    /// Sealing mails that wait to be sent.
    Mail,
    /// The chain over the audit rows.
    Audit,
    /// Sealing the setup token that every node prints at the first start.
    SetupToken,
    /// Sealing addresses that members had.
    FormerAddress,
    /// Sealing the private keys that sign receipts.
    SigningKey,
    /// Sealing the private keys that sign the daily heads of the audit record.
    EvidenceKey,
    /// Sealing the addresses and secrets of webhooks.
    Webhook,
    /// Sealing the answers of requests with an `Idempotency-Key`.
    IdempotentAnswer,
    /// The known text that shows whether a key ring fits the database.
    KeyCheck,
}

impl Purpose {
    /// In the order of their declaration, by which a key keeps its sub-keys.
    pub(super) const ALL: [Self; 14] = [
        Self::Totp,
        Self::Password,
        Self::EmailCode,
        Self::Csrf,
        Self::Limit,
        Self::Mail,
        Self::Audit,
        Self::SetupToken,
        Self::FormerAddress,
        Self::SigningKey,
        Self::EvidenceKey,
        Self::Webhook,
        Self::IdempotentAnswer,
        Self::KeyCheck,
    ];

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Password => "password",
            Self::EmailCode => "email-code",
            Self::Csrf => "csrf",
            Self::Limit => "limit",
            Self::Mail => "mail",
            Self::Audit => "audit",
            Self::SetupToken => "setup-token",
            Self::FormerAddress => "former-address",
            Self::SigningKey => "signing-key",
            Self::EvidenceKey => "evidence-key",
            Self::Webhook => "webhook",
            Self::IdempotentAnswer => "idempotent-answer",
            Self::KeyCheck => "key-check",
        }
    }
}
