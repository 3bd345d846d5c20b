//! The clock of the database server, which all nodes share.

use super::{DbConnection, DbResult};
use diesel::RunQueryDsl;
use diesel::dsl::sql;
use diesel::sql_types::BigInt;
use shared_types::time::Time;

/// The time of the server's clock; `None` for SQLite, which has no clock of its own.
pub fn server_time(connection: &mut DbConnection) -> DbResult<Option<Time>> {
    match connection {
        DbConnection::Sqlite(_) => Ok(None),
        DbConnection::Postgres(own) => {
            let micros = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
            let micros = diesel::select(sql::<BigInt>(micros)).get_result::<i64>(own)?;
            Ok(Some(Time::from_micros(micros)))
        }
    }
}
