//! Programs of somebody else: what they check of us with libraries that share no code with ours.

mod receipts;

/// J-02 (key set, algorithm, typ, issuer and audience), J-04 (notice, at once): libraries that share no code with
/// ours take a right receipt, and refuse one that is altered, late, for somebody else or withdrawn.
#[tokio::test]
#[ignore = "needs the program and libraries of others: cargo xtask test --only clients"]
async fn receipts_are_checked_by_others() {
    e2e::journey::journey("receipts", receipts::walk).await;
}
