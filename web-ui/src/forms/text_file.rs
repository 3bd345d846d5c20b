//! The text of a file that somebody chose. It leaves this page only with the form.

use shared_types::limits::ROWS_BODY_BYTES;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The text of the chosen file; `None` where there is none, or it is larger than an import may be.
pub async fn text_of_chosen(input: HtmlInputElement) -> Option<String> {
    let file = input.files()?.get(0)?;
    // Of a file on a disk the size is a whole number.
    let is_small = file.size() <= f64::from(u32::try_from(ROWS_BODY_BYTES).ok()?);
    // The same file can be chosen again after it was changed.
    let text = file.text();
    input.set_value("");
    if !is_small {
        return None;
    }
    JsFuture::from(text).await.ok()?.as_string()
}

/// The input for the file.
pub fn file_field(label: &'static str, hint: &'static str, onchange: Callback<Event>) -> Html {
    html! {
        <div class="field">
            <label for="text-file">{ label }</label>
            <input
                id="text-file"
                type="file"
                accept=".csv,.txt,text/csv,text/plain"
                aria-describedby="text-file-help"
                {onchange}
            />
            <div id="text-file-help" class="field-help"><p class="hint">{ hint }</p></div>
        </div>
    }
}
