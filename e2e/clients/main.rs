//! Programs of somebody else: what they check of us with libraries that share no code with ours.

mod receipts;

#[tokio::test]
#[ignore = "needs the program and libraries of others: cargo xtask test --only clients"]
async fn receipts_are_checked_by_others() {
    e2e::journey::journey("receipts", receipts::walk).await;
}
