//! The form in which texts are written down: name, English, German; `one | many` where a number
//! decides. Each becomes a method of its struct.

/// Declares the texts of one part of the application.
macro_rules! texts {
    (
        $(#[$doc:meta])*
        $part:ident {
            $(
                $name:ident $(( $($arg:ident: $type:ty),+ ))?:
                $en:literal $(| $en_many:literal)? / $de:literal $(| $de_many:literal)?,
            )*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub struct $part(pub(super) ::shared_types::me::Locale);

        impl $part {
            $(text!(
                $name ($( $($arg: $type),+ )?)
                $en $(| $en_many)? / $de $(| $de_many)?
            );)*
        }
    };
}

/// One text as a method.
macro_rules! text {
    ($name:ident () $en:literal / $de:literal) => {
        #[doc = concat!("`", $en, "`")]
        pub const fn $name(self) -> &'static str {
            match self.0 {
                ::shared_types::me::Locale::En => $en,
                ::shared_types::me::Locale::De => $de,
            }
        }
    };
    ($name:ident ($($arg:ident: $type:ty),+) $en:literal / $de:literal) => {
        #[doc = concat!("`", $en, "`")]
        pub fn $name(self, $($arg: $type),+) -> String {
            match self.0 {
                ::shared_types::me::Locale::En => format!($en),
                ::shared_types::me::Locale::De => format!($de),
            }
        }
    };
    (
        $name:ident ($count:ident: $type:ty $(, $arg:ident: $arg_type:ty)*)
        $en:literal | $en_many:literal / $de:literal | $de_many:literal
    ) => {
        #[doc = concat!("`", $en_many, "`")]
        pub fn $name(self, $count: $type $(, $arg: $arg_type)*) -> String {
            match (self.0, $count) {
                (::shared_types::me::Locale::En, 1) => $en.to_owned(),
                (::shared_types::me::Locale::En, _) => format!($en_many),
                (::shared_types::me::Locale::De, 1) => $de.to_owned(),
                (::shared_types::me::Locale::De, _) => format!($de_many),
            }
        }
    };
}
