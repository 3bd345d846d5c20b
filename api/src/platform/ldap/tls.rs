//! How the certificates of directories are checked: against the roots of the system and those of a file.

use rustls_platform_verifier::Verifier;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{self, ClientConfig};

/// Why no certificate could be checked.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The file cannot be read, or holds no certificate.
    #[error("{0}")]
    File(String),
    /// The certificates cannot be used.
    #[error(transparent)]
    Roots(#[from] rustls::Error),
}

/// The settings of TLS, with the root certificates of this file (PEM) beside those of the system.
pub fn client_config(roots: Option<&Path>) -> Result<Arc<ClientConfig>, TlsError> {
    let roots = roots.map(read).transpose()?.unwrap_or_default();
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(&provider))?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

fn read(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let unreadable = |error: rustls::pki_types::pem::Error| TlsError::File(error.to_string());
    let found = CertificateDer::pem_file_iter(path).map_err(unreadable)?;
    let found: Vec<_> = found.collect::<Result<_, _>>().map_err(unreadable)?;
    if found.is_empty() {
        return Err(TlsError::File("the file holds no certificate".to_owned()));
    }
    Ok(found)
}
