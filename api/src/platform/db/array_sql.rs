//! Changes of many rows on PostgreSQL, as one statement with a constant text: each column is one
//! array, which the statement takes apart with `unnest`.
//!
//! diesel's own statement for many rows has another text for each number of rows, so the server
//! parses and plans it every time, which took a third of its processor time.

use super::DbResult;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Nullable, SmallInt, Text};
use diesel::{PgConnection, QueryResult, RunQueryDsl};

/// A change with the arrays of its placeholders.
#[derive(Debug)]
pub struct ArraySql<'a> {
    text: &'static str,
    columns: Vec<Column<'a>>,
}

#[derive(Debug)]
enum Column<'a> {
    Numbers(Vec<i64>),
    SmallNumbers(Vec<i16>),
    Texts(Vec<Option<&'a str>>),
    Bytes(Vec<Option<&'a [u8]>>),
}

/// A change with this text; each `?` in it takes an array.
pub fn array_sql<'a>(text: &'static str) -> ArraySql<'a> {
    ArraySql {
        text,
        columns: Vec::new(),
    }
}

impl<'a> ArraySql<'a> {
    /// Binds a `bigint[]` to the next placeholder.
    #[must_use]
    pub fn numbers(mut self, values: impl Iterator<Item = i64>) -> Self {
        self.columns.push(Column::Numbers(values.collect()));
        self
    }

    /// Binds a `smallint[]` to the next placeholder.
    #[must_use]
    pub fn small_numbers(mut self, values: impl Iterator<Item = i16>) -> Self {
        self.columns.push(Column::SmallNumbers(values.collect()));
        self
    }

    /// Binds a `text[]` to the next placeholder.
    #[must_use]
    pub fn texts(mut self, values: impl Iterator<Item = Option<&'a str>>) -> Self {
        self.columns.push(Column::Texts(values.collect()));
        self
    }

    /// Binds a `bytea[]` to the next placeholder.
    #[must_use]
    pub fn bytes(mut self, values: impl Iterator<Item = Option<&'a [u8]>>) -> Self {
        self.columns.push(Column::Bytes(values.collect()));
        self
    }

    /// Executes a statement that gives one number a row.
    pub fn load_numbers(self, connection: &mut PgConnection) -> DbResult<Vec<i64>> {
        self.load(connection)
    }

    /// Executes the statement; gives the number of rows that it changed.
    pub fn run(self, connection: &mut PgConnection) -> DbResult<usize> {
        self.execute(connection)
    }
}

impl QueryFragment<Pg> for ArraySql<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let mut columns = self.columns.iter();
        for (number, part) in self.text.split('?').enumerate() {
            if number > 0 {
                let Some(column) = columns.next() else {
                    let few = "fewer arrays than question marks".into();
                    return Err(diesel::result::Error::QueryBuilderError(few));
                };
                match column {
                    Column::Numbers(all) => out.push_bind_param::<Array<BigInt>, _>(all)?,
                    Column::SmallNumbers(all) => out.push_bind_param::<Array<SmallInt>, _>(all)?,
                    Column::Texts(all) => out.push_bind_param::<Array<Nullable<Text>>, _>(all)?,
                    Column::Bytes(all) => out.push_bind_param::<Array<Nullable<Binary>>, _>(all)?,
                }
            }
            out.push_sql(part);
        }
        Ok(())
    }
}

impl QueryId for ArraySql<'_> {
    type QueryId = ();

    /// The statement cache goes by the text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

/// What [`ArraySql::load_numbers`] reads.
impl Query for ArraySql<'_> {
    type SqlType = BigInt;
}

impl<C> RunQueryDsl<C> for ArraySql<'_> {}
