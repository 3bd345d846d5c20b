//! The QR codes of the pages in stores, which lie ready as files.

use qrcode_generator::Renderer;
use qrcode_generator::qr::{Encoder, ErrorCorrection};
use shared_types::authenticators::{APPS, COMPANY_APPS};
use std::fs;
use std::path::Path;

const PIXELS: usize = 132;

/// C11 of the review: each file is the code of its link. Where one is not, the right one is written into
/// the folder of this test for copying.
#[test]
fn store_codes_are_those_of_the_links() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web-ui/store-codes");
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("store-codes");
    fs::create_dir_all(&made).expect("a folder");
    let mut wrong = Vec::new();
    let mut count = 0;
    for store in APPS.iter().chain(&COMPANY_APPS).flat_map(|app| app.stores) {
        let name = format!("{}.svg", store.code);
        let code = Encoder::new(ErrorCorrection::Medium).encode_text(store.address);
        let code = code.expect("a code");
        let svg = Renderer::new(&code, PIXELS)
            .svg_xml_declaration(false)
            .to_svg_string(None::<&str>);
        let svg = svg.expect("a picture");
        if fs::read_to_string(kept.join(&name)).ok().as_ref() != Some(&svg) {
            fs::write(made.join(&name), &svg).expect("a file");
            wrong.push(name);
        }
        count += 1;
    }
    assert!(
        wrong.is_empty(),
        "{wrong:?}: copy them from {}",
        made.display()
    );
    let files = fs::read_dir(&kept).expect("a folder").count();
    assert_eq!(files, count, "no file is left over");
}
