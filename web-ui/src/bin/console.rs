//! The program for pages that need a session.

fn main() {
    web_ui::start(&web_ui::programs::console::PROGRAM);
}
