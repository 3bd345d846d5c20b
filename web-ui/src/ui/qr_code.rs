//! A QR code, as an image that holds its own picture: nothing is asked of the network.

use yew::prelude::*;

/// A QR code on a white tile, which the dark theme leaves white: cameras need it. The words are
/// for a person who cannot see it.
pub fn qr_code(svg: &str, alt: &'static str) -> Html {
    let picture = js_sys::encode_uri_component(svg);
    let src = format!("data:image/svg+xml;charset=utf-8,{picture}");
    html! { <div class="qr-tile"><img {src} {alt} width="272" height="272" /></div> }
}
