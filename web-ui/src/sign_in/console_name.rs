//! The name of the console in front of which the sign-in stands, for the heading of the page.

use super::requests;
use crate::app::use_app;
use crate::route::ConsoleUrl;
use crate::task::spawn;
use yew::prelude::*;

/// The name, once the server has said it: an address can be made by anybody, so it names nothing by itself.
#[hook]
pub(super) fn use_console_name(next: Option<&ConsoleUrl>) -> Option<AttrValue> {
    let app = use_app();
    let name = use_state_eq(|| None);
    {
        let name = name.clone();
        use_effect_with(next.and_then(ConsoleUrl::client_id), move |id| {
            name.set(None);
            if let Some(id) = id.clone() {
                spawn(Box::pin(async move {
                    // The form works without the name.
                    if let Ok(found) = requests::find_client_name(app.client(), &id).await {
                        name.set(Some(AttrValue::from(found.name)));
                    }
                }));
            }
        });
    }
    (*name).clone()
}
