//! The program for the page on which a person confirms what another program asks for: it needs neither sign-in nor
//! session, and is smaller than the sign-in.

use crate::app::Program;
use crate::challenge::ChallengePage;
use crate::route::Route;
use yew::prelude::*;

/// The program.
pub static PROGRAM: Program = Program {
    owns: |route| *route == Route::Challenge,
    draw: |_| html! { <ChallengePage /> },
    intercept: |_, failure| Some(failure),
    on_locale_chosen: |_, _| {},
};
