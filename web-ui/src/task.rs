//! Asynchronous work in the background.

use std::future::Future;
use std::pin::Pin;
use wasm_bindgen_futures::spawn_local;

/// Asynchronous work. Boxed, so that code which handles it is compiled once and not for each
/// kind of future.
pub type Task<T> = Pin<Box<dyn Future<Output = T>>>;

/// Runs work in the background.
pub fn spawn(task: Task<()>) {
    spawn_local(task);
}
