//! The application is two programs, so that the sign-in page does not wait for pages that most of
//! its visitors never open: the front door, and the console behind it. What both need stands in
//! the same modules; this is what each does its own way.

use crate::client::Lane;
use crate::failure::Failure;
use crate::handle::App;
use crate::route::Route;
use shared_types::me::Locale;
use yew::Html;

/// One of the two programs. Its own ways are functions that only it names: the other is built
/// without them.
pub struct Half {
    /// Whether the page is among its own. The others are loaded, not drawn.
    pub has: fn(&Route) -> bool,
    /// Draws the open page.
    pub draw: fn(&App) -> Html,
    /// Deals with its credential when that is over; gives any other failure back.
    pub intercept: fn(&App, Failure) -> Option<Failure>,
    /// The person chose a language.
    pub on_language: fn(&App, Locale),
}

impl App {
    /// Deals with a credential that is over, whatever was asked; gives any other failure back for
    /// the page to show.
    pub fn intercept(&self, lane: Lane, failure: Failure) -> Option<Failure> {
        match lane {
            Lane::Open => Some(failure),
            Lane::Flow | Lane::Session => (self.half().intercept)(self, failure),
        }
    }
}
