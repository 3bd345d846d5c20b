//! Programs of somebody else: what they check of us with libraries that share no code with ours.

mod apache;
mod consoles;
mod directory;
mod generated;
mod guide;
mod heads;
mod proxies;
mod radius;
mod receipts;
mod refused;
mod webhooks;

/// J-02 (key set, algorithm, typ, issuer and audience), J-04 (notice, at once): libraries that share no code with
/// ours take a right receipt, and refuse one that is altered, late, for somebody else or withdrawn.
#[tokio::test]
#[ignore = "needs the program and libraries of others: cargo xtask test --only clients"]
async fn receipts_are_checked_by_others() {
    e2e::journey::journey("receipts", receipts::walk).await;
}

/// G-05, J-04 (evidence keys): a library that shares no code with ours takes the signed head of a day
/// with the published keys, also after a rotation at once, and refuses one that is altered.
#[tokio::test]
#[ignore = "needs the program and libraries of others: cargo xtask test --only clients"]
async fn daily_heads_are_checked_by_others() {
    e2e::journey::journey("heads", heads::walk).await;
}

/// H-11 (signed): the libraries of Standard Webhooks take our requests, with either secret for a day after a rotation,
/// and refuse one that is altered, late, under another id or of another secret.
#[tokio::test]
#[ignore = "needs the program and libraries of others: cargo xtask test --only clients"]
async fn webhooks_are_checked_by_others() {
    e2e::journey::journey("webhooks", webhooks::walk).await;
}

/// The contract is what the program does: clients that generators of others make of it, without a warning, go from an
/// API token to a receipt that a library of others takes.
#[tokio::test]
#[ignore = "needs the program and libraries of others: cargo xtask test --only clients"]
async fn generated_clients_get_a_receipt() {
    e2e::journey::journey("generated", generated::walk).await;
}

/// Relying parties of others, a strict one among them, sign somebody in with us by each algorithm, with a secret and
/// without, and refuse an answer that was tampered with.
#[tokio::test]
#[ignore = "needs the program and libraries of others: cargo xtask test --only clients"]
async fn consoles_sign_in_with_libraries_of_others() {
    e2e::journey::journey("consoles", consoles::walk).await;
}

/// nginx, Caddy and Traefik, each with the recipe of the guide as it stands: a browser signs in and comes back, scripts and
/// WebSockets are told so, and nothing that a client forges reaches the console.
#[tokio::test]
#[ignore = "needs the program and proxies of others: cargo xtask test --only clients"]
async fn consoles_are_protected_by_proxies_of_others() {
    e2e::journey::journey("proxies", proxies::walk).await;
}

/// RFC 2865: FreeRADIUS with the files of the guide asks for the password and the code, and drops what has no
/// Message-Authenticator (CVE-2024-3596).
#[tokio::test]
#[ignore = "needs the program and FreeRADIUS: cargo xtask test --only clients"]
async fn a_nas_signs_in_through_freeradius() {
    e2e::journey::journey("radius", radius::walk).await;
}

/// O-13 (token): Apache with `mod_auth_openidc`, configured by the text of the gallery: a whole sign-in, a higher level for
/// one path (`Require claim acr`), sign-out, and the end of its session when ours ends.
#[tokio::test]
#[ignore = "needs the program and Apache: cargo xtask test --only clients"]
async fn apache_signs_in_and_is_told_of_the_end() {
    let loopback = [("TWOSTEP_OUTBOUND_ALLOW", "127.0.0.0/8")];
    e2e::journey::journey_with("apache", &loopback, apache::walk).await;
}

/// L-16, L-17, L-18, L-19, L-20: `OpenLDAP` with the configuration of the guide lets in who has the right password, says
/// why not, costs nobody a try while it is gone, and ends the session of who is deleted there.
#[tokio::test]
#[ignore = "needs the program and OpenLDAP: cargo xtask test --only clients"]
async fn people_of_a_directory_sign_in_with_openldap() {
    e2e::journey::journey("directory", directory::walk).await;
}
