//! The program for pages without a session.

fn main() {
    web_ui::start(&web_ui::programs::sign_in::PROGRAM);
}
