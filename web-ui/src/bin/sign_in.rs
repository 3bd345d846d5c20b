//! The program that a daily sign-in needs.

fn main() {
    web_ui::start(&web_ui::programs::sign_in::PROGRAM);
}
