//! What every feature is built on: HTTP, the database, cryptography, the clock, the limits. Knows no feature.

pub mod breached;
pub mod clock;
pub mod context;
pub mod crypto;
pub mod csv_rows;
pub mod db;
pub mod expected;
pub mod html;
pub mod http;
pub mod ldap;
pub mod limits;
pub mod new_id;
pub mod notes;
pub mod origin;
pub mod outbound;
pub mod pages;
pub mod repeats;
pub mod text;
pub mod time_zone;
