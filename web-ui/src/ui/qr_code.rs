//! A QR code as an image within the page, without a request.

use yew::prelude::*;

/// A QR code on a white tile, white in the dark theme too, because cameras need the contrast.
pub fn qr_code(svg: &str, alt: &'static str) -> Html {
    let picture = js_sys::encode_uri_component(svg);
    let src = format!("data:image/svg+xml;charset=utf-8,{picture}");
    html! { <div class="qr-tile"><img {src} {alt} width="272" height="272" /></div> }
}
