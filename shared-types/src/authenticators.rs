//! Authenticator apps that members may install, and the pages that have them.

/// An app in the stores of phones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuthenticatorApp {
    /// The name, which is the same in every language.
    pub name: &'static str,
    /// Where to get it.
    pub stores: &'static [StorePage],
}

/// The page of an app in a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StorePage {
    /// For which phones.
    pub phones: &'static str,
    /// The address.
    pub address: &'static str,
    /// The file with the address as a QR code, below `/store-codes/`.
    pub code: &'static str,
}

impl StorePage {
    /// The path of the QR code.
    pub fn code_path(&self) -> String {
        format!("/store-codes/{}.svg", self.code)
    }
}

const fn page(phones: &'static str, address: &'static str, code: &'static str) -> StorePage {
    StorePage {
        phones,
        address,
        code,
    }
}

macro_rules! app {
    ($name:literal, $file:literal, $android:literal, $apple:literal) => {
        AuthenticatorApp {
            name: $name,
            stores: &[
                page(
                    "Android",
                    concat!("https://play.google.com/store/apps/details?id=", $android),
                    concat!($file, "-android"),
                ),
                page(
                    "iPhone",
                    concat!("https://apps.apple.com/app/id", $apple),
                    concat!($file, "-iphone"),
                ),
            ],
        }
    };
}

/// Apps that anybody can use.
pub const APPS: [AuthenticatorApp; 3] = [
    app!(
        "Google Authenticator",
        "google",
        "com.google.android.apps.authenticator2",
        "388497605"
    ),
    app!(
        "Microsoft Authenticator",
        "microsoft",
        "com.azure.authenticator",
        "983156458"
    ),
    AuthenticatorApp {
        name: "Aegis Authenticator",
        stores: &[page("Android", "https://getaegis.app/", "aegis-android")],
    },
];

/// Apps that many companies have for their people already.
pub const COMPANY_APPS: [AuthenticatorApp; 5] = [
    app!(
        "1Password",
        "1password",
        "com.onepassword.android",
        "1511601750"
    ),
    app!(
        "Bitwarden Authenticator",
        "bitwarden",
        "com.bitwarden.authenticator",
        "6497335175"
    ),
    app!(
        "Duo Mobile",
        "duo",
        "com.duosecurity.duomobile",
        "422663827"
    ),
    app!(
        "LastPass Authenticator",
        "lastpass",
        "com.lastpass.authenticator",
        "1079110004"
    ),
    app!("Twilio Authy", "authy", "com.authy.authy", "494168017"),
];
