//! The program of the pages that need a session.

fn main() {
    web_ui::start(&web_ui::console::HALF);
}
