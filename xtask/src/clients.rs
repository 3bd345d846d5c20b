//! `cargo xtask test --only clients`: libraries of others that check what the program signs,
//! and generators that make clients of its contract.

use crate::debian::{self, Sign};
use crate::npm::{self, Package, Set};
use crate::process::{command, output_of, root, run};
use crate::tools;
use anyhow::Result;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

const PYJWT: &str = "2.15.1";
/// Ed25519, for `PyJWT`.
const CRYPTOGRAPHY: &str = "50.0.2";
/// Makes a Python client of `openapi.yaml`.
const OPENAPI_PYTHON_CLIENT: &str = "0.29.1";
/// Makes the types of one for TypeScript, compiles and calls it.
const TYPE_SCRIPT: Set = Set {
    name: "clients",
    version: "openapi-typescript-7.13.0-jose-6.2.18",
};
/// A provider of OpenID Connect, at which the tests of the relying parties are tried themselves.
const PROVIDER: Set = Set {
    name: "provider",
    version: "oidc-provider-9.13.3",
};
const JOSE: Package = Package {
    name: "jose",
    version: "6.2.18",
    integrity: "sha512-doV4thUwgkrycJH4yLeqwTGIIZphHl+pk7CPReuMIhYhncmgzdko85MaCG4YQFTxqMFr1/oEH32tZuKKovcDEg==",
};

/// Relying parties of OpenID Connect.
const RELYING_PARTIES: [Package; 2] = [
    Package {
        name: "openid-client",
        version: "6.9.0",
        integrity: "sha512-2IvamJR8PAnWHngaCsGGA8TYfcLI2egvuqa9cOQYHIISwIUhxJwwwcCnkgVX95fzZ6J0TAna0aVGUMOxnPeRqg==",
    },
    Package {
        name: "oauth4webapi",
        version: "3.8.8",
        integrity: "sha512-8N28E+a/oxfXWBgOMt+ZP/JUf/XR+IFbvkAEPP3gznXOMv9BpAAwiIj0TFNz3tGTPc0ZQ8zmWBNgN1nAys0gng==",
    },
];
/// A relying party in Python.
const AUTHLIB: &str = "1.9.6";

/// Checks the signatures of webhooks, in both languages.
const STANDARD_WEBHOOKS: Package = Package {
    name: "standardwebhooks",
    version: "1.1.1",
    integrity: "sha512-bCbX9ZEyFkWPsRz7Bl3NuQUJohmwGSev/yhr7vhaGPlc4AfIrspIRa6cPTBuI1ItmrTDJ4d/S2hCsfe4+vQGnQ==",
};
const STANDARD_WEBHOOKS_FOR_PYTHON: &str = "1.1.0";
/// What `jose` does not need, and the other does.
const OF_STANDARD_WEBHOOKS: [Package; 2] = [
    Package {
        name: "@stablelib/base64",
        version: "1.0.1",
        integrity: "sha512-1bnPQqSxSuc3Ii6MhBysoWCg58j97aUjuCSZrGSmDxNqtytIi0k8utUenAwTZN4V5mXXYGsVUI9zeBqy+jBOSQ==",
    },
    Package {
        name: "fast-sha256",
        version: "1.3.0",
        integrity: "sha512-n11RGP/lrWEFI/bWdygLxhI+pVeo1ZYIVwvvPkW7azl/rOy+F3HYRZ2K5zeE9mmkhQppyv9sQFx0JM9UabnpPQ==",
    },
];

/// Where the libraries are.
pub(crate) struct Libraries {
    /// A Python that has `PyJWT`, `standardwebhooks`, `openapi-python-client` and `Authlib`.
    pub(crate) python: PathBuf,
    /// The folder from which Node.js imports `jose`, `standardwebhooks`, `openid-client` and `oauth4webapi`.
    pub(crate) node_modules: PathBuf,
    /// The folder with `openapi-typescript`, `openapi-fetch` and the compiler.
    pub(crate) type_script: PathBuf,
    /// The folder with `oidc-provider`.
    pub(crate) provider: PathBuf,
}

/// Fetches the libraries into the cache when they are missing.
pub(crate) fn ensure() -> Result<Libraries> {
    ensure_node()?;
    Ok(Libraries {
        python: ensure_python()?,
        node_modules: ensure_packages()?,
        type_script: npm::ensure_set(&TYPE_SCRIPT)?,
        provider: npm::ensure_set(&PROVIDER)?,
    })
}

fn ensure_node() -> Result<()> {
    debian::ensure(&[
        (Sign::Program("node"), "nodejs"),
        (Sign::Program("npm"), "npm"),
    ])
}

/// A folder from which Node.js starts the provider of OpenID Connect of somebody else; gives the script.
pub(crate) fn lay_out_provider(folder: &Path) -> Result<PathBuf> {
    ensure_node()?;
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let script = folder.join("provider.mjs");
    fs::copy(root().join("e2e/clients/provider.mjs"), &script)?;
    symlink(npm::ensure_set(&PROVIDER)?, folder.join("node_modules"))?;
    Ok(script)
}

fn ensure_python() -> Result<PathBuf> {
    let home = tools::cache()?.join(format!(
        "clients-{PYJWT}-{CRYPTOGRAPHY}-{STANDARD_WEBHOOKS_FOR_PYTHON}-{OPENAPI_PYTHON_CLIENT}-{AUTHLIB}"
    ));
    let python = home.join("bin/python");
    let is_there = |python: &Path| {
        let versions = "import jwt, standardwebhooks, openapi_python_client, authlib, cryptography as c; \
            print(jwt.__version__, c.__version__)";
        let said = output_of(Command::new(python).args(["-c", versions]));
        said.is_some_and(|said| said.trim() == format!("{PYJWT} {CRYPTOGRAPHY}"))
    };
    if !is_there(&python) {
        let packages = [
            format!("pyjwt=={PYJWT}"),
            format!("cryptography=={CRYPTOGRAPHY}"),
            format!("standardwebhooks=={STANDARD_WEBHOOKS_FOR_PYTHON}"),
            format!("openapi-python-client=={OPENAPI_PYTHON_CLIENT}"),
            format!("authlib=={AUTHLIB}"),
        ];
        tools::make_environment(&home, &packages)?;
    }
    Ok(python)
}

fn ensure_packages() -> Result<PathBuf> {
    let home = tools::cache()?.join(format!(
        "clients-{}-{}-{}",
        JOSE.version, STANDARD_WEBHOOKS.version, RELYING_PARTIES[0].version
    ));
    let modules = home.join("node_modules");
    let [base64, sha256] = OF_STANDARD_WEBHOOKS;
    let [openid, oauth] = RELYING_PARTIES;
    for package in [JOSE, STANDARD_WEBHOOKS, base64, sha256, openid, oauth] {
        let folder = modules.join(package.name);
        if !folder.join("package.json").is_file() {
            let archive = npm::fetch(&package, &home)?;
            fs::create_dir_all(&folder)?;
            let mut unpack = command("tar", [OsStr::new("-xzf"), archive.as_os_str()]);
            run(unpack.arg("--strip-components=1").current_dir(&folder))?;
            fs::remove_file(archive)?;
        }
    }
    Ok(modules)
}
