//! The program for pages on which a member gets a password or a device.

fn main() {
    web_ui::start(&web_ui::programs::credentials::PROGRAM);
}
