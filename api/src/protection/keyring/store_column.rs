//! What is the same for every sealed column. Statements of diesel name their columns as types, so this is a macro.

/// Replacing and counting of one sealed column; the row is that of the value which was read.
macro_rules! sealed_column {
    ($columns:ident::$column:ident, |$old:ident| $row:expr) => {
        /// Replaces the value that was read; gives the number of rows, one or none.
        pub(super) fn update(
            connection: &mut DbConnection,
            $old: &Sealed,
            new: &[u8],
        ) -> DbResult<usize> {
            diesel::update($row)
                .filter($columns::$column.eq(&$old.value))
                .set($columns::$column.eq(new))
                .execute(connection)
        }

        /// The number of values that the key of the range sealed.
        pub(super) fn count(
            connection: &mut DbConnection,
            Range { low, high }: Range,
        ) -> DbResult<i64> {
            $columns::table
                .filter($columns::$column.ge(low))
                .filter($columns::$column.lt(high))
                .count()
                .get_result(connection)
        }
    };
}

pub(super) use sealed_column;
