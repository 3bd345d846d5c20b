//! What connections to the databases of some tests are asked, in their order.

use crate::database::TestDatabase;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

static RECORDED: Mutex<BTreeMap<String, Vec<Entry>>> = Mutex::new(BTreeMap::new());
static CONNECTIONS: AtomicUsize = AtomicUsize::new(0);

/// Something that happened on a connection.
pub(crate) struct Entry {
    /// The number of the connection.
    pub(crate) connection: usize,
    pub(crate) event: Event,
}

pub(crate) enum Event {
    /// A transaction began.
    Began,
    /// A statement, with its values behind ` -- binds: `.
    Asked(String),
    /// The transaction ended.
    Ended,
}

/// Records from now on what new connections to this database are asked.
pub(crate) fn watch(database: &TestDatabase) {
    let mut recorded = RECORDED.lock().expect("nobody panicked with it");
    recorded.insert(database.name(), Vec::new());
    set_default_instrumentation(|| Some(Box::new(Recorder::default()))).expect("a recorder");
}

/// What was recorded since this was called last.
pub(crate) fn take(database: &TestDatabase) -> Vec<Entry> {
    let mut recorded = RECORDED.lock().expect("nobody panicked with it");
    let entries = recorded.get_mut(&database.name());
    std::mem::take(entries.expect("it is watched"))
}

/// Notes what one connection is asked, if it is to a watched database.
#[derive(Default)]
struct Recorder {
    connection: usize,
    database: Option<String>,
}

impl Recorder {
    fn note(&self, event: Event) {
        let Some(database) = &self.database else {
            return;
        };
        let mut recorded = RECORDED.lock().expect("nobody panicked with it");
        if let Some(entries) = recorded.get_mut(database) {
            let connection = self.connection;
            entries.push(Entry { connection, event });
        }
    }
}

impl Instrumentation for Recorder {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => {
                let recorded = RECORDED.lock().expect("nobody panicked with it");
                let mut parts = url.split(['/', '?', '&', '=']);
                self.database = parts
                    .find(|part| recorded.contains_key(*part))
                    .map(str::to_owned);
                self.connection = CONNECTIONS.fetch_add(1, Ordering::Relaxed);
            }
            InstrumentationEvent::StartQuery { query, .. } => {
                self.note(Event::Asked(query.to_string()));
            }
            InstrumentationEvent::BeginTransaction { depth, .. } if depth.get() == 1 => {
                self.note(Event::Began);
            }
            InstrumentationEvent::CommitTransaction { depth, .. }
            | InstrumentationEvent::RollbackTransaction { depth, .. }
                if depth.get() == 1 =>
            {
                self.note(Event::Ended);
            }
            _ => {}
        }
    }
}
