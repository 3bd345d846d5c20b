//! What a recipe is: how a product is registered here, and the configuration that it needs.

use shared_types::clients::ClientAuthMethod;

/// Where the browser goes back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Redirect {
    /// To this path below the console's address.
    Path(&'static str),
    /// To an address that the console itself shows, which has to be typed.
    Shown,
    /// Its proxy asks, and takes browsers back: its address alone is registered.
    Proxy,
}

/// What a recipe was tried with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    /// These versions signed people in at this program.
    Here(&'static str),
    /// Only what stands in front of it; its own settings are those of the product's documentation.
    InFront(&'static str),
    /// This version signed people in at another provider that answers alike, with the same settings.
    Alike(&'static str),
    /// Nothing: its settings are those of the product's documentation.
    Documented,
}

/// What has to be known besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Note {
    /// People need an account there, with the same e-mail address.
    AccountsFirst,
    /// People need an account there whose name is their e-mail address.
    LoginNames,
    /// Its module costs money.
    PaidModule,
    /// Apache must be the only one that reaches the console: it says who comes.
    BehindApache,
    /// The proxy must be the only one that reaches the console, and be known to us.
    BehindProxy,
    /// It speaks only a flow that is not offered here, so Apache signs people in for it.
    OnlyImplicit,
}

/// A piece of configuration.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// Fields of a form, with what to type.
    Fields(&'static str, &'static [(&'static str, &'static str)]),
    /// A file, or a part of one.
    File(&'static str, &'static str),
    /// A file of a guide, with the values that stand there as samples.
    Guide(&'static str, &'static str),
}

/// How a product is protected.
#[derive(Debug)]
pub(super) struct Recipe {
    /// In addresses: "zammad".
    pub(super) id: &'static str,
    /// What the product is called; empty for any other one.
    pub(super) name: &'static str,
    pub(super) redirect: Redirect,
    /// What members open, below the console's address.
    pub(super) launch: &'static str,
    pub(super) auth_method: ClientAuthMethod,
    /// The lowest version; empty where there is none.
    pub(super) version: &'static str,
    pub(super) tried: Tried,
    pub(super) notes: &'static [Note],
    pub(super) parts: &'static [Part],
}
