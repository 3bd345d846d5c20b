//! Reads every table of the file as JSON, and inserts it into the same table of the server.
//!
//! The tables are asked for their names and columns, so that a new one is moved without a line
//! here. Names come from our own migrations. Values are bound, but for the key after which a step goes
//! on: the file itself writes it as a literal (`quote`), since its columns differ from table to table.

use crate::platform::db::{DbResult, StatementError, UNFINISHED};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::{PgConnection, SqliteConnection, sql_query};
use std::collections::BTreeSet;

/// The source.
pub(super) type File = SqliteConnection;
/// The target.
pub(super) type Server = PgConnection;

/// A table with its columns.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) name: String,
    columns: Vec<Column>,
    /// The columns that order the rows: the row number, or the primary key of a table without one.
    key: Vec<String>,
}

#[derive(Clone, Debug, QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    in_key: i64,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// A row of the file, with its position.
#[derive(QueryableByName)]
pub(super) struct Row {
    #[diesel(sql_type = Text)]
    pub(super) place: String,
    #[diesel(sql_type = Text)]
    pub(super) line: String,
}

#[derive(QueryableByName)]
pub(super) struct SourceRow {
    #[diesel(sql_type = Text)]
    pub(super) line: String,
}

/// Locks the file against changes until the connection is closed.
pub(super) fn hold(file: &mut File) -> DbResult<()> {
    file.batch_execute("BEGIN IMMEDIATE")
}

/// The migrations that were applied to a database.
pub(super) fn list_versions<C>(connection: &mut C) -> DbResult<BTreeSet<String>>
where
    C: diesel_migrations::MigrationHarness<C::Backend> + Connection,
{
    let applied = connection
        .applied_migrations()
        .map_err(StatementError::QueryBuilderError)?;
    Ok(applied.iter().map(ToString::to_string).collect())
}

/// All tables of the file, referenced tables first.
pub(super) fn list_tables(file: &mut File) -> DbResult<Vec<Table>> {
    let all: Vec<Name> = sql_query(
        "SELECT name FROM sqlite_master WHERE type = 'table' \
         AND substr(name, 1, 7) <> 'sqlite_' AND substr(name, 1, 2) <> '__' ORDER BY name",
    )
    .load(file)?;
    let mut waiting: Vec<String> = all.into_iter().map(|table| table.name).collect();
    let mut tables: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let (before, mut later) = (waiting.len(), Vec::new());
        for name in waiting {
            let is_ready = list_parents(file, &name)?
                .iter()
                .all(|parent| *parent == name || tables.iter().any(|done| done.name == *parent));
            if is_ready {
                tables.push(describe(file, name)?);
            } else {
                later.push(name);
            }
        }
        if later.len() == before {
            let circle = format!("tables refer to each other in a circle: {later:?}");
            return Err(StatementError::QueryBuilderError(circle.into()));
        }
        waiting = later;
    }
    Ok(tables)
}

fn list_parents(file: &mut File, table: &str) -> DbResult<Vec<String>> {
    let parents: Vec<Name> = sql_query("SELECT \"table\" AS name FROM pragma_foreign_key_list($1)")
        .bind::<Text, _>(table)
        .load(file)?;
    Ok(parents.into_iter().map(|parent| parent.name).collect())
}

fn describe(file: &mut File, name: String) -> DbResult<Table> {
    let columns: Vec<Column> =
        sql_query("SELECT name, type AS kind, pk AS in_key FROM pragma_table_info($1)")
            .bind::<Text, _>(&name)
            .load(file)?;
    let without_rowid: Count =
        sql_query("SELECT wr AS count FROM pragma_table_list WHERE schema = 'main' AND name = $1")
            .bind::<Text, _>(&name)
            .get_result(file)?;
    let mut key: Vec<&Column> = columns.iter().filter(|column| column.in_key > 0).collect();
    key.sort_by_key(|column| column.in_key);
    let key = match without_rowid.count {
        0 => vec!["rowid".to_owned()],
        _ => key
            .iter()
            .map(|column| format!("\"{}\"", column.name))
            .collect(),
    };
    Ok(Table { name, columns, key })
}

impl Table {
    fn order(&self) -> String {
        self.key.join(", ")
    }

    /// The key of a row as it stands in a statement.
    fn place(&self) -> String {
        let columns: Vec<String> = self
            .key
            .iter()
            .map(|name| format!("quote({name})"))
            .collect();
        columns.join(" || ', ' || ")
    }
}

/// The next rows after the place of one; the first ones without it.
pub(super) fn list_rows(
    file: &mut File,
    table: &Table,
    after: Option<&str>,
    limit: i64,
) -> DbResult<Vec<Row>> {
    let (name, order, place) = (&table.name, table.order(), table.place());
    let after = after.map_or(String::new(), |key| format!("WHERE ({order}) > ({key})"));
    let columns: Vec<String> = table.columns.iter().map(in_json).collect();
    let columns = columns.join(", ");
    sql_query(format!(
        "SELECT {place} AS place, json_object({columns}) AS line FROM \"{name}\" {after} \
         ORDER BY {order} LIMIT $1"
    ))
    .bind::<BigInt, _>(limit)
    .load(file)
}

/// Bytes as PostgreSQL writes them.
fn in_json(column: &Column) -> String {
    let name = &column.name;
    match column.kind.as_str() {
        "BLOB" => format!(
            "'{name}', CASE WHEN \"{name}\" IS NULL THEN NULL ELSE '\\x' || lower(hex(\"{name}\")) END"
        ),
        _ => format!("'{name}', \"{name}\""),
    }
}

/// The place of the last of a number of rows: rows are moved in order, so the number that has arrived
/// says where to resume. `None` when the file has fewer.
pub(super) fn find_place(file: &mut File, table: &Table, rows: i64) -> DbResult<Option<String>> {
    let (name, order, place) = (&table.name, table.order(), table.place());
    let found: Option<Name> = sql_query(format!(
        "SELECT {place} AS name FROM \"{name}\" ORDER BY {order} LIMIT 1 OFFSET $1"
    ))
    .bind::<BigInt, _>(rows - 1)
    .get_result(file)
    .optional()?;
    Ok(found.map(|found| found.name))
}

pub(super) fn count_rows(server: &mut Server, table: &Table) -> DbResult<i64> {
    let name = &table.name;
    let found: Count =
        sql_query(format!("SELECT count(*) AS count FROM \"{name}\"")).get_result(server)?;
    Ok(found.count)
}

/// Adds rows, all of them or none.
pub(super) fn insert_rows(server: &mut Server, table: &Table, rows: &[Row]) -> DbResult<usize> {
    let name = &table.name;
    let lines: Vec<&str> = rows.iter().map(|row| row.line.as_str()).collect();
    let array = format!("[{}]", lines.join(","));
    sql_query(format!(
        "INSERT INTO \"{name}\" SELECT * FROM json_populate_recordset(NULL::\"{name}\", $1::json)"
    ))
    .bind::<Text, _>(array)
    .execute(server)
}

/// Visits every row, in chunks.
pub(super) fn for_each_row(
    server: &mut Server,
    table: &Table,
    mut look: impl FnMut(&str) -> DbResult<()>,
) -> DbResult<()> {
    let name = &table.name;
    server.transaction(|server| {
        server.batch_execute(&format!(
            "DECLARE moved NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS line FROM \"{name}\" t"
        ))?;
        loop {
            let lines: Vec<SourceRow> = sql_query("FETCH 1000 FROM moved").load(server)?;
            if lines.is_empty() {
                return Ok(());
            }
            for SourceRow { line } in lines {
                look(&line)?;
            }
        }
    })
}

/// Marks the database as incomplete.
pub(super) fn insert_mark(server: &mut Server) -> DbResult<()> {
    sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ($1)")
        .bind::<Text, _>(UNFINISHED)
        .execute(server)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Identity {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    column: String,
}

/// Makes the database ready to serve: numbers of new rows go on behind those of the moved ones, and the
/// mark is removed.
pub(super) fn release(server: &mut Server) -> DbResult<()> {
    server.transaction(|server| {
        server.batch_execute(
            "SELECT setval('audit_positions', \
             (SELECT coalesce(max(position), 0) + 1 FROM audit_events), false)",
        )?;
        for identity in list_identities(server)? {
            restart_identity(server, &identity)?;
        }
        sql_query("DELETE FROM __diesel_schema_migrations WHERE version = $1")
            .bind::<Text, _>(UNFINISHED)
            .execute(server)
            .map(drop)
    })?;
    server.batch_execute("ANALYZE")
}

/// The columns whose numbers the server gives.
fn list_identities(server: &mut Server) -> DbResult<Vec<Identity>> {
    sql_query(
        "SELECT table_name::text AS \"table\", column_name::text AS \"column\" \
         FROM information_schema.columns \
         WHERE is_identity = 'YES' AND table_schema = current_schema() ORDER BY table_name",
    )
    .load(server)
}

fn restart_identity(server: &mut Server, identity: &Identity) -> DbResult<()> {
    let Identity { table, column } = identity;
    server.batch_execute(&format!(
        "SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), \
         (SELECT coalesce(max(\"{column}\"), 0) + 1 FROM \"{table}\"), false)"
    ))
}
