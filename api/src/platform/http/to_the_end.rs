//! Work that a request begins and that goes on to its end, also when the client hangs up.

use actix_web::rt;
use std::future::{Future, pending};
use std::panic::resume_unwind;
use tracing::Instrument as _;

/// Runs `work` in a task of its own, and waits for it. The future of a request is dropped when its client hangs up;
/// the task is not.
pub async fn to_the_end<T: 'static>(work: impl Future<Output = T> + 'static) -> T {
    match rt::spawn(work.in_current_span()).await {
        Ok(outcome) => outcome,
        Err(ended) => match ended.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // Nobody aborts it: the whole thread ends, and with it who waits here.
            Err(_) => pending().await,
        },
    }
}
