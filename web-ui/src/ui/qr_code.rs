//! A QR code, as an image that holds its own picture: nothing is asked of the network.

use yew::prelude::*;

/// A QR code.
#[derive(Properties, PartialEq)]
pub struct QrCodeProps {
    /// One SVG element.
    pub svg: AttrValue,
    /// What a person who cannot see it does instead.
    pub alt: AttrValue,
}

/// A QR code on a white tile, which the dark theme leaves white: cameras need it.
#[component]
pub fn QrCode(props: &QrCodeProps) -> Html {
    let picture = js_sys::encode_uri_component(&props.svg);
    let src = format!("data:image/svg+xml;charset=utf-8,{picture}");
    html! {
        <div class="qr-tile">
            <img {src} alt={props.alt.clone()} width="216" height="216" />
        </div>
    }
}
